import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

interface HoldingsTableProps {
  readonly label: string;
  /** What the second column counts. */
  readonly counts: 'count' | 'files';
  readonly children: ReactNode;
}

/** A table of what is held: of which kind, how many, how large, and what can be done with it. */
export function HoldingsTable({ label, counts, children }: HoldingsTableProps) {
  const { t } = useTranslation('holdings');
  return (
    <div className="holdings-table">
      <table className="plain-table" aria-label={label}>
        <thead>
          <tr>
            <th scope="col">{t('columns.what')}</th>
            <th scope="col" className="holdings-number">
              {t(`columns.${counts}`)}
            </th>
            <th scope="col" className="holdings-number">
              {t('columns.size')}
            </th>
            <th scope="col">{t('columns.deed')}</th>
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}
