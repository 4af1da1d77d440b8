import { createPortal } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { pageClock } from '../../app/clock.ts';
import { useFormats } from '../../app/i18n/formats.ts';
import { CodeGroups } from './code-groups.tsx';

interface PrintSheetProps {
  readonly name: string;
  readonly groups: readonly string[];
}

/** The paper: never on the screen, and all that is printed while it is there. */
export function PrintSheet({ name, groups }: PrintSheetProps) {
  const { t } = useTranslation('security');
  const formats = useFormats();
  return createPortal(
    <div className="print-sheet" aria-hidden>
      <p className="print-title">{t('print.title')}</p>
      <p>
        {t('print.workspace')}: <strong>{name}</strong>
      </p>
      <p>
        {t('print.made')}: {formats.dateTime(pageClock.now())}
      </p>
      <CodeGroups groups={groups} />
      <p>{t('print.how')}</p>
      <p>{t('print.keep')}</p>
    </div>,
    document.body,
  );
}
