import { z } from 'zod';
import type { RecoveryCode } from '../../../shared/recovery-code.ts';
import { factSchema } from './facts.ts';

/** What a process does under the mixed load, each by the program's own way. */
export const DEEDS = [
  'import',
  'ask',
  'archive',
  'bring back',
  'delete',
  'undelete',
  'purge',
  'read all',
  'unread',
  'backup',
  'restore',
  'undo a restore',
  'key change',
  'new code',
  'repair',
  'reopen',
  'move',
  'export',
  'open a bundle',
  'merge',
  'make a workspace',
  'remove a workspace',
] as const;
export type Deed = (typeof DEEDS)[number];

/** Small writes while everything else goes on. */
export const SMALL = ['edit', 'put back', 'hold', 'rule', 'filing', 'rename'] as const;
export type Small = (typeof SMALL)[number];

/** What a process is killed in: its opening (a migration, where the database is older), or something that it does. */
export type Target = 'opening' | Deed | Small;

/** One does large deeds, the other small ones, at the same time. */
export const HANDS = ['heavy', 'light'] as const;
export type Hand = (typeof HANDS)[number];

/** Where a case is; `absent`: not yet there, or purged. */
export const PLACES = ['absent', 'live', 'archived', 'deleted'] as const;
export type Place = (typeof PLACES)[number];

/**
 * What a process tells while it lives, one line for each. `begin` comes before anything is done, and each fact in it may stand
 * from then on; `end` comes after the call returned: from then on the facts in it are acknowledged, and those that were begun
 * and are not in it never came to stand.
 */
const saidSchema = z.discriminatedUnion('say', [
  z.object({ say: z.literal('ready') }),
  z.object({ say: z.literal('opening') }),
  z.object({ say: z.literal('opened') }),
  z.object({
    say: z.literal('begin'),
    hand: z.enum(HANDS),
    deed: z.enum([...DEEDS, ...SMALL]),
    facts: z.array(factSchema),
    /** What it works with that has a name: a backup, a bundle, the file of an export. */
    with: z.string().nullable(),
  }),
  z.object({
    say: z.literal('end'),
    hand: z.enum(HANDS),
    facts: z.array(factSchema),
    /** The backup that it made. */
    made: z.string().nullable(),
  }),
  /** Answers were recorded, up to this line of the ledger. */
  z.object({ say: z.literal('recorded'), number: z.int(), hash: z.string() }),
  z.object({ say: z.literal('announced'), changes: z.array(z.int()) }),
  z.object({ say: z.literal('pulling'), on: z.boolean() }),
  /** Something that takes long began, ended, or is further. */
  z.object({ say: z.literal('step') }),
  /** Something that must not happen. */
  z.object({ say: z.literal('fault'), what: z.string() }),
]);
export type Said = z.infer<typeof saidSchema>;
export const readSaid = (line: string): Said => saidSchema.parse(JSON.parse(line));

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
  /** What to do first, or, of what is small, ever again; null: whatever comes. */
  first: z.enum([...DEEDS, ...SMALL]).nullable(),
  /** False: it opens the office and does nothing more, and has no network. */
  working: z.boolean(),
  /** Backups that are known, the newest last; and the one that undoes the last restore or merge. */
  backups: z.array(z.string()),
  undo: z.string().nullable(),
  /** Folders that the office can be moved to, and in which its bundles are put. */
  disks: z.array(z.string()),
  out: z.string(),
  /** Bundles of another office, the oldest first, and the code that opens them. */
  bundles: z.array(z.string()),
  code: z.string().transform((code) => code as RecoveryCode),
});
export type Go = z.infer<typeof goSchema>;
