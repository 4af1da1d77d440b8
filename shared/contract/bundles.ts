import { z } from 'zod';
import type { ReceiptNumber } from '../case/receipt-number.ts';
import type { Instant } from '../clock.ts';
import type { Endpoints, Environment } from '../service/environment.ts';
import type { Counts } from './backups.ts';
import { appCall } from './call.ts';
import { EDITED_FIELDS } from './cases.ts';
import { nothing, workspaceId } from './fields.ts';
import type { CodeTried } from './keys.ts';
import { SECRET_PLACES } from './workspaces.ts';

/**
 * What two offices say of one case, and not alike. Ours stands in each. A field's other value is kept in the history of the
 * case. `deleted`: the case is in the trash on one side, and stays as it is here.
 */
export const CONFLICTS = [...EDITED_FIELDS, 'archived', 'deleted'] as const;
export type ConflictOver = (typeof CONFLICTS)[number];

export interface Conflict {
  readonly receipt: ReceiptNumber;
  readonly over: ConflictOver;
  /** As the store keeps it: a cadence by its name; a pin, the archive and the trash as '0' or '1'. */
  readonly here: string;
  readonly there: string;
}

/** What a merge would come to, before it is made. */
export interface MergePreview {
  /** Cases by where they are; those in the trash count too. */
  readonly onlyHere: number;
  readonly onlyThere: number;
  readonly both: number;
  /** Of those that are only there: they come into the trash here. */
  readonly inTrashThere: number;
  readonly conflicts: number;
  /** The first hundred. */
  readonly listed: readonly Conflict[];
  /** Status titles that are filed under another group there: our filing stands. */
  readonly filings: number;
  /** The number of the first line of a ledger there that is not what was written; null: every line is whole. */
  readonly brokenAt: number | null;
}

/** What a merge added. All zero: everything was here already. */
export interface MergeOutcome {
  readonly cases: number;
  readonly answers: number;
  readonly changes: number;
  readonly checks: number;
  readonly edits: number;
  readonly ledgerLines: number;
  /** Fields whose other value is now in the history of the case. */
  readonly keptAside: number;
  /** What was here and was told more: a change acknowledged there, a text seen for longer, a field that nobody had written. */
  readonly told: number;
}

/** A bundle that was opened with its code. */
export interface BundleView {
  /** The file's own name. */
  readonly file: string;
  readonly bytes: number;
  readonly madeAt: Instant;
  /** The version of the program that made it. */
  readonly program: string;
  readonly name: string;
  readonly environment: Environment;
  readonly endpoints: Endpoints;
  readonly counts: Counts;
  /** When USCIS was last asked for a case of it; null: never. */
  readonly newestCheckAt: Instant | null;
  /** With the workspace that is open; null: none is, or (`isOther`) it is of another environment. */
  readonly merge: MergePreview | null;
  readonly isOther: boolean;
}

/** What is being done just now. `share`: 0 to 1. */
export interface BundleWork {
  readonly what: 'export' | 'open' | 'make' | 'merge';
  readonly share: number;
}

export interface BundlesView {
  readonly work: BundleWork | null;
  /** A file that was chosen, and still wants its code. */
  readonly chosen: { readonly file: string; readonly bytes: number } | null;
  readonly bundle: BundleView | null;
  /** How long until a code may be tried again; 0: at once. */
  readonly wait: number;
}

export const bundleCalls = {
  'bundles.state': appCall<BundlesView>()(nothing),
  /** Asks for a place and packs the workspace. Null: the person cancelled. `bundle_needs_code`: nobody could open it. */
  'bundles.export': appCall<{ path: string; bytes: number } | null>()(z.object({ id: workspaceId })),
  /** Asks for a bundle. Null: the person cancelled. */
  'bundles.choose': appCall<{ file: string } | null>()(nothing),
  /** Opens the chosen bundle with its code. What is in it is in `bundles.state` then. Null: it was cancelled. */
  'bundles.open': appCall<CodeTried | null>()(z.object({ code: z.string().max(300) })),
  /** Ends an export, an opening or a merge: nothing of it stays. */
  'bundles.cancel': appCall<null>()(nothing),
  /** Lets go of the bundle that was chosen or opened. */
  'bundles.forget': appCall<null>()(nothing),
  /** Makes a workspace of the opened bundle, and opens it. Its credentials have to be entered. */
  'bundles.make': appCall<{ id: string }>()(z.object({ secretsIn: z.enum(SECRET_PLACES) })),
  /** Merges the opened bundle into the open workspace. `saved`: the backup of before, for undo. Null: it was cancelled. */
  'bundles.merge': appCall<{ saved: string; added: MergeOutcome } | null>()(z.object({ id: workspaceId })),
};
