import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BackupView } from '../../../shared/contract/backups.ts';
import type { WorkspaceView } from '../../../shared/contract/workspaces.ts';
import { useFormats, useLanguage } from '../../app/i18n/formats.ts';
import { Button } from '../../ui/button.tsx';
import { When } from '../../ui/when.tsx';
import { bytesInWords } from '../workspaces/bytes.ts';
import { RestoreDialog } from './restore-dialog.tsx';
import './backups.css';

interface BackupListProps {
  readonly workspace: WorkspaceView;
  readonly backups: readonly BackupView[];
  /** Something is under way: nothing can be restored meanwhile. */
  readonly isBusy: boolean;
}

/** Every backup of a workspace, newest first, each with its restore. */
export function BackupList({ workspace, backups, isBusy }: BackupListProps) {
  const { t } = useTranslation('backups');
  const formats = useFormats();
  const language = useLanguage();
  const [chosen, setChosen] = useState<BackupView | null>(null);
  if (backups.length === 0) return <p className="quiet">{t('list.none')}</p>;
  return (
    <>
      <div className="backups-table">
        <table className="plain-table" aria-label={t('list.title')}>
          <thead>
            <tr>
              <th scope="col">{t('list.when')}</th>
              <th scope="col">{t('list.reason')}</th>
              <th scope="col" className="backups-number">
                {t('list.cases')}
              </th>
              <th scope="col" className="backups-number">
                {t('list.changes')}
              </th>
              <th scope="col" className="backups-number">
                {t('list.size')}
              </th>
              <th scope="col">
                <span className="sr-only">{t('list.actions')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {backups.map((backup) => (
              <tr key={backup.id}>
                <th scope="row">
                  <When at={backup.at} show="absolute" />
                </th>
                <td>{t(`reason.${backup.reason}`)}</td>
                <td className="backups-number numbers">{formats.number(backup.counts.cases)}</td>
                <td className="backups-number numbers">{formats.number(backup.counts.changes)}</td>
                <td className="backups-number numbers">{bytesInWords(backup.bytes, language)}</td>
                <td className="backups-number">
                  <Button
                    look="plain"
                    isDisabled={isBusy}
                    aria-label={t('list.restoreOf', { when: formats.dateTime(backup.at) })}
                    onPress={() => setChosen(backup)}
                  >
                    {t('list.restore')}
                  </Button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {chosen !== null && <RestoreDialog workspace={workspace} backup={chosen} onClose={() => setChosen(null)} />}
    </>
  );
}
