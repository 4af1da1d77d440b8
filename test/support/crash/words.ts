import { z } from 'zod';
import type { RecoveryCode } from '../../../shared/recovery-code.ts';

/** What a process does under the mixed load, each by the program's own way. */
export const DEEDS = [
  'import',
  'ask',
  'archive',
  'bring back',
  'delete',
  'undelete',
  'purge',
  'backup',
  'restore',
  'undo a restore',
  'key change',
  'new code',
  'repair',
  'reopen',
] as const;
export type Deed = (typeof DEEDS)[number];

/** Where a case is; `absent`: not yet there, or purged. */
export const PLACES = ['absent', 'live', 'archived', 'deleted'] as const;
export type Place = (typeof PLACES)[number];

/** What the office writes in small edits. */
export const EDITED = ['client', 'label', 'notes', 'pinned'] as const;
export type Edited = (typeof EDITED)[number];

const entered = z.object({ receipt: z.string(), client: z.string(), label: z.string() });

/**
 * What a process tells while it lives, one line for each. `begin` comes before anything is done, and what it names may be done
 * from then on; `end` comes after the call returned: from then on it is acknowledged.
 */
const saidSchema = z.discriminatedUnion('say', [
  z.object({ say: z.literal('ready') }),
  z.object({ say: z.literal('opening') }),
  z.object({ say: z.literal('opened') }),
  z.object({ say: z.literal('begin'), deed: z.enum(DEEDS), does: z.unknown() }),
  z.object({ say: z.literal('end'), deed: z.enum(DEEDS), made: z.string().nullable() }),
  z.object({ say: z.literal('edit'), receipt: z.string(), field: z.enum(EDITED), value: z.string() }),
  z.object({ say: z.literal('edited') }),
  z.object({ say: z.literal('rename'), name: z.string() }),
  z.object({ say: z.literal('renamed') }),
  /** Every unread change up to this one was marked as read. */
  z.object({ say: z.literal('read'), upTo: z.int() }),
  /** Answers were recorded, up to this line of the ledger. */
  z.object({ say: z.literal('recorded'), number: z.int(), hash: z.string() }),
  z.object({ say: z.literal('announced'), changes: z.array(z.int()) }),
  z.object({ say: z.literal('pulling'), on: z.boolean() }),
  /** Something that must not happen. */
  z.object({ say: z.literal('fault'), what: z.string() }),
]);
export type Said = z.infer<typeof saidSchema>;
export const readSaid = (line: string): Said => saidSchema.parse(JSON.parse(line));

/** What stands in `does`, by deed; the others have nothing there. */
export const importSchema = z.object({ cases: z.array(entered) });
export const moveSchema = z.object({ receipts: z.array(z.string()), to: z.enum(PLACES) });
export const restoreSchema = z.object({ backup: z.string() });
export const codeSchema = z.object({ code: z.string().transform((code) => code as RecoveryCode) });

/** What a process that will be killed is told, as JSON in its first argument. */
export interface CrashOrders {
  readonly root: string;
  readonly id: string;
  readonly seed: number;
  /** Receipts of this process begin with this number. */
  readonly from: number;
}

/** What it is told when it is to begin: until then it has only loaded its program. */
export const goSchema = z.object({
  /** The first thing to do; null: whatever comes. */
  first: z.enum(DEEDS).nullable(),
  /** False: it opens the office and does nothing more, and has no network. */
  working: z.boolean(),
  /** Backups that are known, the newest last; and the one that the last restore made, to undo it. */
  backups: z.array(z.string()),
  undo: z.string().nullable(),
});
export type Go = z.infer<typeof goSchema>;
