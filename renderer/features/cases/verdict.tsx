import { CircleAlert, CircleCheck, CircleMinus, Copy, Trash2, type LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { LineVerdict } from '../../../shared/contract/cases.ts';
import { Badge, type Tone } from '../../ui/badge.tsx';

const LOOKS: Readonly<Record<LineVerdict['kind'], { tone: Tone; icon: LucideIcon }>> = {
  new: { tone: 'good', icon: CircleCheck },
  present: { tone: 'unknown', icon: CircleMinus },
  deleted: { tone: 'unknown', icon: Trash2 },
  repeated: { tone: 'unknown', icon: Copy },
  malformed: { tone: 'danger', icon: CircleAlert },
};

/** What we make of a receipt number that somebody entered, and why. An unknown prefix warns and never blocks. */
export function VerdictView({ verdict }: { readonly verdict: LineVerdict }) {
  const { t } = useTranslation('cases');
  const { tone, icon } = LOOKS[verdict.kind];
  const name =
    verdict.kind === 'present' && verdict.archived ? t('verdict.present_archived') : t(`verdict.${verdict.kind}`);
  return (
    <span className="verdict">
      <Badge tone={tone} icon={icon}>
        {name}
      </Badge>
      {verdict.kind === 'malformed' && <span>{t(`verdict.${verdict.reason}`)}</span>}
      {verdict.kind === 'new' && verdict.normalised && (
        <span className="quiet">{t('verdict.normalised', { receipt: verdict.receipt })}</span>
      )}
      {verdict.kind === 'new' && verdict.unknownPrefix && (
        <span>{t('verdict.unknown_prefix', { prefix: verdict.receipt.slice(0, 3) })}</span>
      )}
    </span>
  );
}
