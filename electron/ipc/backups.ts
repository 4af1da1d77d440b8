import { done, ok } from '../../shared/problem.ts';
import type { BackupDesk } from '../workspaces/backups/desk.ts';
import type { Handlers } from './router.ts';

type Names = Extract<keyof Handlers<never>, `backups.${string}`>;

/** `whichFolder` asks for the second place of the backups; null: the person cancelled. */
export function backupHandlers<Current>(
  desk: BackupDesk,
  whichFolder: () => Promise<string | null>,
): Pick<Handlers<Current>, Names> {
  return {
    'backups.state': ({ id }) => desk.state(id),
    'backups.make': ({ id }) => desk.make(id, 'asked'),
    'backups.cancel': ({ id }) => desk.cancel(id),
    'backups.choose_folder': async ({ id }) => {
      const folder = await whichFolder();
      return folder === null ? ok(null) : desk.useFolder(id, folder);
    },
    'backups.forget_folder': ({ id }) => {
      const forgotten = desk.forgetFolder(id);
      return forgotten.ok ? done : forgotten;
    },
    'backups.preview': ({ id, backup }) => desk.preview(id, backup),
    'backups.restore': ({ id, backup }) => desk.restore(id, backup),
    'backups.repair': ({ id }) => desk.repair(id),
  };
}
