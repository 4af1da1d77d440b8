import { randomBytes } from 'node:crypto';
import { readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { SecretPlace } from '../../../shared/contract/workspaces.ts';
import { fail, ok, type Result } from '../../../shared/problem.ts';
import { readRecoveryCode } from '../../../shared/recovery-code.ts';
import type { DatabaseKey } from '../../store/connection.ts';
import { publish } from '../../store/disk.ts';
import { openStore } from '../../store/open.ts';
import { writeBackup, readBackup } from '../../store/copies/backup.ts';
import { openSlot, readSlot, slotPath } from '../../vault/recovery-slot.ts';
import { readDatabaseKey } from '../../vault/secrets.ts';
import { readAbout, type About } from '../about.ts';
import { secretsOf } from '../keys/database-key.ts';
import { byDraftOf } from '../place/drafts.ts';
import { outsideOwnFolder } from '../place/own-folder.ts';
import type { WorkspaceParts } from '../parts.ts';
import { databasePath, type WorkspaceFile } from '../record.ts';

export interface Backups {
  /** Writes an encrypted copy to `target`, which the passphrase opens. `file_failed`: also for a target in the profile. */
  backUp(workspace: WorkspaceFile, target: string, passphrase: string): Promise<Result<null>>;
  /**
   * Makes a workspace of a backup by `make`, puts the database into it and its new key into the vault; or leaves nothing,
   * what was made being taken back by `unmake`. `backup_unopened`: what was typed does not open it, or it is no backup.
   */
  restore(
    source: string,
    passphrase: string,
    secretsIn: SecretPlace,
    make: (about: About) => Promise<Result<WorkspaceFile>>,
    unmake: (made: WorkspaceFile) => void,
  ): Promise<Result<WorkspaceFile>>;
}

export function createBackups(parts: WorkspaceParts): Backups {
  const { vault, storeWorker, runtime } = parts;
  const worker = { path: storeWorker, nativeBinding: runtime.sqliteBinding };
  removeLeftovers(parts);
  return {
    async backUp(workspace, target, passphrase) {
      const allowed = outsideOwnFolder(target, dirname(parts.root));
      if (!allowed.ok) return allowed;
      const key = await readDatabaseKey(secretsOf(vault, workspace), workspace.file.get().hasDatabaseKey);
      if (!key.ok) return key;
      if (key.value === null) return fail('database_missing');
      const backup = { path: databasePath(workspace.folder), keyHex: key.value, target, passphrase };
      return byDraftOf(parts, workspace)(target, () => writeBackup(worker, backup));
    },

    async restore(source, passphrase, secretsIn, make, unmake) {
      const opening = await keysOf(source, passphrase);
      if (!opening.ok) return opening;
      const taken = await takeIn(parts, { source, opens: opening.value, secretsIn }, make, unmake);
      return !taken.ok && taken.problem.detail === NOT_OPENED ? fail('backup_unopened') : taken;
    },
  };
}

/** SQLite cannot tell another key from a file that is no database. */
const NOT_OPENED = 'SQLITE_NOTADB';

/** A database that is to become a workspace, and what may open it. */
interface Incoming {
  readonly source: string;
  readonly opens: readonly DatabaseKey[];
  readonly secretsIn: SecretPlace;
}

/**
 * Makes a workspace of a copy of a database, under a key of its own: see `Backups.restore`. The source is not altered. What `make`
 * makes counts for nothing until all is in its place.
 */
export async function takeIn(
  { root, vault, runtime, storeWorker }: WorkspaceParts,
  { source, opens, secretsIn }: Incoming,
  make: (about: About) => Promise<Result<WorkspaceFile>>,
  unmake: (made: WorkspaceFile) => void,
): Promise<Result<WorkspaceFile>> {
  const worker = { path: storeWorker, nativeBinding: runtime.sqliteBinding };
  const keyHex = vault.newDatabaseKey();
  const staged = join(root, `restoring-${randomBytes(4).toString('hex')}.db`);
  try {
    let read: Result<null> = fail('database_unreadable');
    for (const key of opens) {
      if (!read.ok) read = await readBackup(worker, { source, opens: key, path: staged, keyHex });
    }
    if (!read.ok) return read;
    const about = aboutOf(staged, keyHex, runtime.sqliteBinding);
    if (!about.ok) return about;
    const made = await make(about.value);
    if (!made.ok) return made;
    const { folder, file } = made.value;
    const secrets = vault.open(secretsIn, file.get().id, folder);
    const written = await secrets.write('database_key', keyHex);
    if (!written.ok) {
      unmake(made.value);
      return written;
    }
    try {
      publish(staged, databasePath(folder));
      file.set({ ...file.get(), counts: true });
    } catch (error) {
      await secrets.remove('database_key');
      unmake(made.value);
      throw error;
    }
    return made;
  } finally {
    for (const suffix of ['', '-wal', '-shm']) rmSync(`${staged}${suffix}`, { force: true });
  }
}

/**
 * What may open a backup: where a recovery slot lies beside it, the keys that the typed recovery code opens; else what was typed
 * is its passphrase.
 */
async function keysOf(source: string, typed: string): Promise<Result<readonly DatabaseKey[]>> {
  const slot = readSlot(slotPath(dirname(source)));
  const passphrase = { kind: 'passphrase', text: typed } as const;
  if (!slot.ok) return slot;
  if (slot.value === null) return ok([passphrase]);
  const code = readRecoveryCode(typed);
  // A file with a passphrase may have been put beside somebody's slot.
  if (code.kind !== 'good') return ok([passphrase]);
  const keys = await openSlot(slot.value, code.code);
  return keys.ok ? ok(keys.value.map((hex) => ({ kind: 'raw', hex }) as const)) : keys;
}

/** What a program that was killed while it restored, or held an opened bundle, left behind. The files themselves are where they were. */
function removeLeftovers({ root, log }: WorkspaceParts): void {
  for (const name of readdirSync(root)) {
    if (!/^(restoring|bundle)-[0-9a-f]{8}\.db/.test(name)) continue;
    try {
      rmSync(join(root, name), { force: true });
    } catch (error) {
      log.error('restore: a leftover stays', error);
    }
  }
}

function aboutOf(path: string, keyHex: string, nativeBinding: string | undefined): Result<About> {
  const opened = openStore({ path, keyHex, nativeBinding, createIfMissing: false });
  if (!opened.ok) return opened;
  const about = readAbout(opened.value);
  opened.value.close();
  return about === null ? fail('database_unreadable', { detail: 'the backup does not say what it is of' }) : ok(about);
}
