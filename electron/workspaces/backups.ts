import { randomBytes } from 'node:crypto';
import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { name } from '../../shared/contract/fields.ts';
import { endpointsSchema, hoursSchema, limitsSchema, type SecretPlace } from '../../shared/contract/workspaces.ts';
import { fail, ok, type Result } from '../../shared/problem.ts';
import { ENVIRONMENTS } from '../../shared/service/environment.ts';
import { openStore } from '../store/open.ts';
import { writeBackup, readBackup } from '../store/backup.ts';
import { readDatabaseKey } from '../vault/secrets.ts';
import type { WorkspaceParts } from './parts.ts';
import { databasePath, type WorkspaceFile } from './record.ts';

/** The system's own dialogs for choosing a file. Null: the person cancelled. */
export interface BackupDialogs {
  whereToSave(suggested: string): Promise<string | null>;
  whichToOpen(): Promise<string | null>;
}

/** What a database says of the workspace that it belongs to, so that a backup is complete in itself. */
const aboutSchema = z.object({
  name,
  environment: z.enum(ENVIRONMENTS),
  endpoints: endpointsSchema,
  limits: limitsSchema,
  hours: hoursSchema,
});
type About = z.infer<typeof aboutSchema>;

export interface Backups {
  backUp(workspace: WorkspaceFile, passphrase: string): Promise<Result<{ path: string } | null>>;
  /** Makes a workspace of a backup by `make`, puts the database into it and its new key into the vault. */
  restore(
    passphrase: string,
    secretsIn: SecretPlace,
    make: (about: About) => Promise<Result<WorkspaceFile>>,
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

    async restore(passphrase, secretsIn, make) {
      const source = await dialogs.whichToOpen();
      if (source === null) return ok(null);
      const keyHex = vault.newDatabaseKey();
      const staged = join(parts.root, `restoring-${randomBytes(4).toString('hex')}.db`);
      const read = await readBackup(worker, { source, passphrase, path: staged, keyHex });
      if (!read.ok) return read;
      const about = aboutOf(staged, keyHex, runtime.sqliteBinding);
      if (!about.ok) return about;
      const made = await make(about.value);
      if (!made.ok) return made;
      const { folder, file } = made.value;
      const written = await vault.open(secretsIn, file.get().id, folder).write('database_key', keyHex);
      if (!written.ok) return written;
      renameSync(staged, databasePath(folder));
      return ok({ made: made.value });
    },
  };
}

function aboutOf(path: string, keyHex: string, nativeBinding: string | undefined): Result<About> {
  const opened = openStore({ path, keyHex, nativeBinding, createIfMissing: false });
  if (!opened.ok) return opened;
  const text = opened.value.meta.get('workspace');
  opened.value.close();
  const parsed = aboutSchema.safeParse(text === null ? null : JSON.parse(text));
  return parsed.success
    ? ok(parsed.data)
    : fail('database_unreadable', { detail: 'the backup does not say what it is of' });
}
