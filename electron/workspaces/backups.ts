import { randomBytes } from 'node:crypto';
import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { SecretPlace } from '../../shared/contract/workspaces.ts';
import { fail, ok, type Result } from '../../shared/problem.ts';
import { openStore } from '../store/open.ts';
import { writeBackup, readBackup } from '../store/backup.ts';
import { readDatabaseKey } from '../vault/secrets.ts';
import { readAbout, type About } from './about.ts';
import type { WorkspaceParts } from './parts.ts';
import { databasePath, type WorkspaceFile } from './record.ts';

/** The system's own dialogs for choosing a file. Null: the person cancelled. */
export interface BackupDialogs {
  whereToSave(suggested: string): Promise<string | null>;
  whichToOpen(): Promise<string | null>;
}

export interface Backups {
  backUp(workspace: WorkspaceFile, passphrase: string): Promise<Result<{ path: string } | null>>;
  /**
   * Makes a workspace of a backup by `make`, puts the database into it and its new key into the vault; or leaves nothing,
   * what was made being taken back by `unmake`.
   */
  restore(
    passphrase: string,
    secretsIn: SecretPlace,
    make: (about: About) => Promise<Result<WorkspaceFile>>,
    unmake: (made: WorkspaceFile) => void,
  ): Promise<Result<{ made: WorkspaceFile } | null>>;
}

export function createBackups(parts: WorkspaceParts, dialogs: BackupDialogs): Backups {
  const { vault, storeWorker, runtime } = parts;
  const worker = { path: storeWorker, nativeBinding: runtime.sqliteBinding };
  return {
    async backUp({ folder, file }, passphrase) {
      const { id, name: title, secretsIn, hasDatabaseKey } = file.get();
      const key = await readDatabaseKey(vault.open(secretsIn, id, folder), hasDatabaseKey);
      if (!key.ok) return key;
      if (key.value === null) return fail('database_missing');
      const target = await dialogs.whereToSave(`${title}.caseharbor`);
      if (target === null) return ok(null);
      const written = await writeBackup(worker, { path: databasePath(folder), keyHex: key.value, target, passphrase });
      return written.ok ? ok({ path: target }) : written;
    },

    async restore(passphrase, secretsIn, make, unmake) {
      const source = await dialogs.whichToOpen();
      if (source === null) return ok(null);
      const keyHex = vault.newDatabaseKey();
      const staged = join(parts.root, `restoring-${randomBytes(4).toString('hex')}.db`);
      const read = await readBackup(worker, { source, passphrase, path: staged, keyHex });
      if (!read.ok) return read;
      try {
        const about = aboutOf(staged, keyHex, runtime.sqliteBinding);
        if (!about.ok) return about;
        const made = await make(about.value);
        if (!made.ok) return made;
        const { folder, file } = made.value;
        const written = await vault.open(secretsIn, file.get().id, folder).write('database_key', keyHex);
        if (!written.ok) {
          unmake(made.value);
          return written;
        }
        renameSync(staged, databasePath(folder));
        return ok({ made: made.value });
      } finally {
        for (const suffix of ['', '-wal', '-shm']) rmSync(`${staged}${suffix}`, { force: true });
      }
    },
  };
}

function aboutOf(path: string, keyHex: string, nativeBinding: string | undefined): Result<About> {
  const opened = openStore({ path, keyHex, nativeBinding, createIfMissing: false });
  if (!opened.ok) return opened;
  const about = readAbout(opened.value);
  opened.value.close();
  return about === null ? fail('database_unreadable', { detail: 'the backup does not say what it is of' }) : ok(about);
}
