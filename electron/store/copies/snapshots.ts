import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import {
  BACKUP_REASONS,
  backupId,
  countsSchema,
  type BackupReason,
  type Counts,
} from '../../../shared/contract/backups.ts';
import { instant, type Instant } from '../../../shared/clock.ts';
import { syncFolderOf } from '../../sync.ts';

/**
 * A backup is a folder that is named after its moment and reason, with three files: the database under the key of the
 * workspace, what is in it (for the list, before anything is opened), and the recovery slot as it was then.
 */
export const SNAPSHOT_DATABASE = 'cases.caseharbor';
/** Where a workspace's backups lie, in the folder of its database. */
export const BACKUPS_FOLDER = 'backups';
export const SNAPSHOT_FACTS = 'backup.json';
const DRAFT = '.draft-';

export const factsSchema = z.object({
  version: z.literal(1),
  at: z.int(),
  reason: z.enum(BACKUP_REASONS),
  schema: z.int().min(1),
  counts: countsSchema,
  /** Which key it has, by a fingerprint that does not tell it; null: nobody said so. */
  keyMark: z.string().max(64).nullable().default(null),
});

/** What a folder of backups says of one of them. */
export interface Snapshot {
  readonly id: string;
  readonly at: Instant;
  readonly reason: BackupReason;
  readonly bytes: number;
  readonly counts: Counts;
  readonly hasRecoverySlot: boolean;
  /** A fingerprint of its key; null: nobody said so when it was made. */
  readonly keyMark: string | null;
}

/** Where a backup is written until it is checked. A list of backups does not see it. */
export const draftOf = (into: string, id: string): string => join(into, `${DRAFT}${id}`);

/** The backups in a folder, newest first. What is none of ours, or half made, is passed over. */
export function listSnapshots(into: string, slotName: string): Snapshot[] {
  if (!existsSync(into)) return [];
  return readdirSync(into)
    .flatMap((name) => readSnapshot(into, name, slotName) ?? [])
    .sort((a, b) => b.at - a.at);
}

export function readSnapshot(into: string, id: string, slotName: string): Snapshot | null {
  if (!backupId.safeParse(id).success) return null;
  const folder = join(into, id);
  const [database, facts] = [join(folder, SNAPSHOT_DATABASE), join(folder, SNAPSHOT_FACTS)];
  if (!existsSync(database) || !existsSync(facts)) return null;
  const parsed = parseFacts(readFileSync(facts, 'utf8'));
  if (parsed === null) return null;
  const { at, reason, counts, keyMark } = parsed;
  const hasRecoverySlot = slotName !== '' && existsSync(join(folder, slotName));
  return { id, at: instant(at), reason, bytes: statSync(database).size, counts, hasRecoverySlot, keyMark };
}

function parseFacts(text: string): z.infer<typeof factsSchema> | null {
  try {
    return factsSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** Removes a backup. It loses its name first, so that half of one is never taken for one. */
export function dropSnapshot(into: string, id: string): void {
  if (!backupId.safeParse(id).success) throw new Error('This is no backup');
  const draft = draftOf(into, id);
  if (existsSync(join(into, id))) {
    renameSync(join(into, id), draft);
    syncFolderOf(draft);
  }
  rmSync(draft, { recursive: true, force: true });
}

/** What a program that was killed while it made a backup left behind. */
export function clearDrafts(into: string): void {
  if (!existsSync(into)) return;
  for (const name of readdirSync(into)) {
    if (name.startsWith(DRAFT)) rmSync(join(into, name), { recursive: true, force: true });
  }
}

/** Where the file of a backup lies, or where it is written as long as it is a draft. */
export const snapshotFile = (into: string, id: string): string => join(into, id, SNAPSHOT_DATABASE);

/** How many bytes of the draft there are: how far a copy is, for one who looks on. 0: it has not begun. */
export function draftBytes(into: string): number {
  if (!existsSync(into)) return 0;
  const draft = readdirSync(into).find((name) => name.startsWith(DRAFT));
  const file = draft === undefined ? null : join(into, draft, SNAPSHOT_DATABASE);
  return file !== null && existsSync(file) ? statSync(file).size : 0;
}
