import { CircleCheck, ShieldAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { LedgerVerified } from '../../../shared/contract/ledger.ts';
import { useFormats } from '../../app/i18n/formats.ts';
import { When } from '../../ui/when.tsx';
import './ledger.css';

/** What came of verifying the ledger: whole, or the first line that is not what it was. */
export function Verdict({ verified }: { readonly verified: LedgerVerified }) {
  const { t } = useTranslation('ledger');
  const formats = useFormats();
  const { broken, lines, others } = verified.verdict;
  const count = formats.number(lines);
  return (
    <div className="ledger-verdict stack">
      {broken === null ? (
        <p className="line-with-icon good">
          <CircleCheck aria-hidden size={16} />
          {t('verify.whole', { lines: count })}
        </p>
      ) : (
        <>
          <p className="line-with-icon warning">
            <ShieldAlert aria-hidden size={16} />
            <strong>
              {broken.at === null
                ? t('verify.broken', { number: formats.number(broken.number) })
                : t('verify.brokenAt', { number: formats.number(broken.number), when: formats.exact(broken.at) })}
            </strong>
          </p>
          <p>
            {t(`verify.why.${broken.why}`)}{' '}
            {broken.receipt !== null && t('verify.brokenCase', { receipt: broken.receipt })}
          </p>
          <p>{t('verify.before', { lines: count })}</p>
        </>
      )}
      {others.map((other) => (
        <p key={other.origin.mark} className={`line-with-icon ${other.broken === null ? 'good' : 'warning'}`}>
          {other.broken === null ? <CircleCheck aria-hidden size={16} /> : <ShieldAlert aria-hidden size={16} />}
          {other.broken === null
            ? t('verify.other', { name: other.origin.name, lines: formats.number(other.lines) })
            : t('verify.otherBroken', { name: other.origin.name, number: formats.number(other.broken.number) })}
        </p>
      ))}
      <p className="quiet">
        <When at={verified.at} show="both" />
      </p>
    </div>
  );
}
