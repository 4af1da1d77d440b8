import { z } from 'zod';
import type { Instant } from '../clock.ts';
import type { Problem } from '../problem.ts';
import { backupId, type BackupReason } from './backups.ts';
import { appCall } from './call.ts';
import { nothing, workspaceId } from './fields.ts';
import { CLEARED } from './page-lists.ts';
import type { SecretPlace } from './workspaces.ts';

/**
 * What a database holds, by what it is to a person. `archived`, `deleted` (waiting for its purge) and `notes` are parts of the
 * cases. `free`: room that is overwritten and not yet used anew. `other`: tables that this page does not know, which a test
 * forbids.
 */
export const DATA_KINDS = [
  'cases',
  'archived',
  'deleted',
  'notes',
  'answers',
  'changes',
  'edits',
  'checks',
  'ledger',
  'titles',
  'texts',
  'certificates',
  'holds',
  'facts',
  'free',
  'other',
] as const;
export type DataKind = (typeof DATA_KINDS)[number];

export interface DataHolding {
  readonly kind: DataKind;
  /** Null: nothing that could be counted. */
  readonly count: number | null;
  /** In the database's file, with indexes. Null: it lies within another kind's. */
  readonly bytes: number | null;
}

/**
 * The files of the profile folder, by what they are. `log`: what was written to the database last. `unfinished`: drafts of
 * something under way, or left by a killed program and cleared away at the next start. `damaged`: files that could not be
 * used, kept whole. `runtime`: Chromium's own. `other`: files that this page does not know, which a test forbids.
 */
export const FILE_KINDS = [
  'database',
  'log',
  'backups',
  'recovery_slot',
  'record',
  'secrets',
  'settings',
  'budget',
  'logs',
  'crash_dumps',
  'damaged',
  'unfinished',
  'runtime',
  'other',
] as const;
export type FileKind = (typeof FILE_KINDS)[number];

export interface FileHolding {
  readonly kind: FileKind;
  readonly files: number;
  readonly bytes: number;
}

/** A backup as a list of it says: what it holds is not looked into. */
export interface BackupHolding {
  readonly id: string;
  readonly at: Instant;
  readonly reason: BackupReason;
  readonly bytes: number;
}

/** What lies on the disk of a workspace. */
export interface FolderHoldings {
  readonly folder: string;
  /** Only the kinds of which there are files. */
  readonly files: readonly FileHolding[];
  /** Newest first. */
  readonly backups: readonly BackupHolding[];
  /** The second folder of its backups; `backups` null: its disk is away. Null: none was chosen. */
  readonly second: { readonly folder: string; readonly backups: readonly BackupHolding[] | null } | null;
}

/** A secret, by its name alone. */
export interface SecretHolding {
  readonly name: 'database_key' | 'next_database_key' | 'credentials';
  /** What the keychain lists it as. */
  readonly entry: string;
}

export interface WorkspaceHoldings extends FolderHoldings {
  readonly id: string;
  readonly secretsIn: SecretPlace;
  readonly secrets: readonly SecretHolding[];
}

/** Everything that this computer holds of the program's. */
export interface HoldingsView {
  readonly at: Instant;
  /** The program's own folder, and its size with everything in it. */
  readonly folder: string;
  readonly bytes: number;
  /** What belongs to no workspace. */
  readonly files: readonly FileHolding[];
  readonly workspaces: readonly WorkspaceHoldings[];
  /** What the open workspace's database holds; `problem`: it could not be counted. Null: none is open. */
  readonly open:
    | { readonly id: string; readonly data: readonly DataHolding[] }
    | { readonly id: string; readonly problem: Problem }
    | null;
}

export const holdingsCalls = {
  /** Counts everything anew, in a thread of its own. */
  'holdings.count': appCall<HoldingsView>()(nothing),
  /** Deletes one backup, here or in the second folder. */
  'holdings.remove_backup': appCall<null>()(
    z.object({ id: workspaceId, place: z.enum(['first', 'second']), backup: backupId }),
  ),
  /** Deletes files of a kind; of `damaged` those of a workspace (`id`), or (null) of the program itself. */
  'holdings.clear': appCall<null>()(z.object({ what: z.enum(CLEARED), id: workspaceId.nullable() })),
};
