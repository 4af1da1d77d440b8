import { existsSync } from 'node:fs';
import { ok, type Result } from '../../shared/problem.ts';
import { readDatabaseKey } from '../vault/secrets.ts';
import type { Secrets } from '../vault/vault.ts';
import type { WorkspaceParts } from './parts.ts';
import { databasePath, type WorkspaceFile, type WorkspaceFiles } from './record.ts';

/** The database's key: the stored one, or, for a workspace that never had one, a new one that is stored first. */
export async function databaseKey(
  parts: WorkspaceParts,
  files: WorkspaceFiles,
  place: Secrets,
  { folder, file }: WorkspaceFile,
): Promise<Result<string>> {
  const { id, hasDatabaseKey, hasDatabase } = file.get();
  // The database itself counts too: a program that was killed may not have written the markers.
  const found = await readDatabaseKey(place, hasDatabaseKey || hasDatabase || existsSync(databasePath(folder)));
  if (!found.ok) return found;
  if (found.value !== null) return ok(found.value);
  const key = parts.vault.newDatabaseKey();
  const written = await place.write('database_key', key);
  if (!written.ok) return written;
  files.change(id, { hasDatabaseKey: true });
  return ok(key);
}
