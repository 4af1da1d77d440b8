import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Request } from '../../../shared/contract/contract.ts';
import type { BackupHolding } from '../../../shared/contract/holdings.ts';
import { ask } from '../../app/ask.ts';
import { useFormats, useLanguage } from '../../app/i18n/formats.ts';
import { IconButton } from '../../ui/button.tsx';
import { AlertDialog } from '../../ui/dialog.tsx';
import { ProblemMessage } from '../../ui/problem-message.tsx';
import { useToasts } from '../../ui/toast-context.ts';
import { useAction } from '../../ui/use-action.ts';
import { bytesInWords } from '../workspaces/bytes.ts';

interface BackupRowsProps {
  /** The workspace's. */
  readonly id: string;
  readonly place: Request<'holdings.remove_backup'>['place'];
  /** Newest first. */
  readonly backups: readonly BackupHolding[];
}

/** Backups in one place, each with its deletion. */
export function BackupRows({ id, place, backups }: BackupRowsProps) {
  const { t } = useTranslation(['holdings', 'backups']);
  const formats = useFormats();
  const language = useLanguage();
  const { show } = useToasts();
  const [going, setGoing] = useState<BackupHolding | null>(null);
  const remove = useAction((backup: string) => ask('holdings.remove_backup', { id, place, backup }));
  const close = (): void => {
    setGoing(null);
    remove.clear();
  };
  const start = async (): Promise<void> => {
    if (going === null) return;
    const removed = await remove.run(going.id);
    if (!removed.ok) return;
    close();
    show({ words: t('askBackup.done') });
  };
  return (
    <>
      <ul className="holdings-backups">
        {backups.map((backup) => (
          <li key={backup.id}>
            <span>
              {formats.dateTime(backup.at)} · {t(`backups:reason.${backup.reason}`)} ·{' '}
              {bytesInWords(backup.bytes, language)}
            </span>
            <IconButton
              icon={Trash2}
              label={t('do.delete_backup', { when: formats.dateTime(backup.at) })}
              onPress={() => setGoing(backup)}
            />
          </li>
        ))}
      </ul>
      <AlertDialog
        isOpen={going !== null}
        isDanger
        isPending={remove.state.kind === 'busy'}
        onClose={close}
        title={t('askBackup.title')}
        confirm={t('ask.confirm')}
        onConfirm={() => void start()}
      >
        {going !== null && (
          <p>{t('askBackup.goes', { when: formats.dateTime(going.at), size: bytesInWords(going.bytes, language) })}</p>
        )}
        {backups.length === 1 && <p>{t('askBackup.last')}</p>}
        {place === 'second' && <p>{t('askBackup.second')}</p>}
        <p>{t('ask.final')}</p>
        {remove.state.kind === 'failed' && <ProblemMessage problem={remove.state.problem} />}
      </AlertDialog>
    </>
  );
}
