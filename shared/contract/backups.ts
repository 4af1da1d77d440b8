import { z } from 'zod';
import type { Instant } from '../clock.ts';
import type { Problem } from '../problem.ts';
import { appCall } from './call.ts';
import { workspaceId } from './fields.ts';

/** Why a backup was made. */
export const BACKUP_REASONS = ['daily', 'asked', 'before_migration', 'before_bulk', 'before_restore'] as const;
export type BackupReason = (typeof BACKUP_REASONS)[number];

/** What stands in a database, in numbers. `notes`: cases that have some. */
export const countsSchema = z.object({
  cases: z.int().min(0),
  answers: z.int().min(0),
  changes: z.int().min(0),
  notes: z.int().min(0),
});
export type Counts = z.infer<typeof countsSchema>;

/** A backup's id is the name of its folder: when, and why. */
export const backupId = z.string().regex(/^\d{8}T\d{6}Z-[a-z_]+$/);

/** One backup: a folder with the database, what is in it, and the recovery slot of its day. */
export interface BackupView {
  readonly id: string;
  readonly at: Instant;
  readonly reason: BackupReason;
  readonly bytes: number;
  readonly counts: Counts;
  /** Can the recovery code open it elsewhere? */
  readonly hasRecoverySlot: boolean;
}

/** What a folder lies on, as far as can be known. `local`: nothing speaks against it. */
export type FolderKind =
  | { readonly kind: 'local' }
  | { readonly kind: 'network' }
  | { readonly kind: 'synced'; readonly service: 'dropbox' | 'onedrive' | 'icloud' | 'google_drive' | 'other' };

/** What is being done just now. `share`: 0 to 1 of its stage. */
export interface BackupWork {
  readonly what: BackupReason | 'restore' | 'repair';
  readonly stage: 'copying' | 'checking' | 'second_place';
  readonly share: number;
}

export interface BackupsView {
  /** Where the backups lie that are always made. */
  readonly folder: string;
  /** A second place of the person's choice. `missing`: the disk is not there now. `copied`: the newest backup lies there too. */
  readonly second: {
    readonly folder: string;
    readonly state: 'missing' | 'waiting' | 'copied';
    readonly lies: FolderKind;
  } | null;
  /** What the live database lies on: synced and network folders are bad for it. */
  readonly lies: FolderKind;
  /** Newest first. */
  readonly backups: readonly BackupView[];
  readonly work: BackupWork | null;
  /** Why the last attempt failed; null: it did not. */
  readonly problem: { readonly at: Instant; readonly problem: Problem } | null;
  /** When the next one is made by itself; null: the workspace is not open. */
  readonly nextAt: Instant | null;
  readonly disk: { readonly free: number; readonly low: boolean } | null;
}

/** What a restore would do, before it is done. */
/** What is here and not in a backup. `edited`: cases in both whose client, label, tags, cadence, pin or archive is not the same. */
export interface NewerHere extends Counts {
  readonly edited: number;
}

export interface RestorePreview {
  readonly backup: BackupView;
  /** What is here now and not in the backup; null: the present database cannot be read. */
  readonly newer: NewerHere | null;
}

/**
 * What else a repair may find to be lost: wordings of USCIS's answers, earlier versions of what the office wrote, lines of the
 * ledger and of those that came with a merge, filed titles, holds, the workspace's rules, certificates of deletion.
 */
export type LossKind = 'contents' | 'edits' | 'lines' | 'other_lines' | 'titles' | 'holds' | 'rules' | 'certificates';
export interface Loss {
  readonly what: LossKind;
  /** Null: nobody can tell how many. */
  readonly atMost: number | null;
}

/** What a repair found and did. */
export interface RepairOutcome {
  /** The folder in which the damaged file is kept, whole. */
  readonly keptIn: string;
  readonly parts: { readonly all: number; readonly unreadable: number };
  /** Read out of the damaged file itself, and taken from a backup for what could not be read. */
  readonly fromFile: Counts;
  readonly fromBackup: Counts & { readonly at: Instant | null };
  /** The most that can be missing of what is known to have been there. */
  readonly lost: Counts;
  /** What is, or may be, lost beside them. */
  readonly others: readonly Loss[];
  /** Cases that were made anew from USCIS's answers: their clients, labels and notes are lost. */
  readonly remade: number;
  /** The end of a table is among what could not be read: nobody knows whether more stood there. */
  readonly openEnd: boolean;
}

const workspace = z.object({ id: workspaceId });
const oneBackup = z.object({ id: workspaceId, backup: backupId });

export const backupCalls = {
  'backups.state': appCall<BackupsView>()(workspace),
  /** Null: it was cancelled. */
  'backups.make': appCall<BackupView | null>()(workspace),
  'backups.cancel': appCall<null>()(workspace),
  /** Asks for a folder in which each backup is kept as well. Null: the person cancelled. */
  'backups.choose_folder': appCall<{ folder: string } | null>()(workspace),
  'backups.forget_folder': appCall<null>()(workspace),
  'backups.preview': appCall<RestorePreview>()(oneBackup),
  /** Saves the present state as a backup, whose id it gives for undo, and puts the chosen one in its place. */
  'backups.restore': appCall<{ saved: string | null; keptIn: string | null }>()(oneBackup),
  /** For a workspace whose database cannot be read: makes a new one of everything that still reads. */
  'backups.repair': appCall<RepairOutcome>()(workspace),
};
