import { existsSync, mkdirSync, readdirSync, rmdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { name, workspaceId } from '../../shared/contract/fields.ts';
import {
  endpointsSchema,
  hoursSchema,
  limitsSchema,
  SECRET_PLACES,
  type WorkspaceView,
} from '../../shared/contract/workspaces.ts';
import { ENVIRONMENTS } from '../../shared/service/environment.ts';
import { clearDrafts, openJsonFile, type JsonFile } from '../settings/json-file.ts';
import { slotPath } from '../vault/recovery-slot.ts';
import { SECRETS_FILE } from '../vault/safe-storage.ts';
import { removeBelongings } from './place/belongings.ts';
import type { WorkspaceParts } from './parts.ts';

/** What a workspace's own file says. The markers tell that a secret was stored, so that its absence means *locked or lost*. */
export const recordSchema = z.object({
  /** A field that is added gets a default too, so that the files of before stay good. */
  version: z.literal(1).default(1),
  id: workspaceId,
  name,
  environment: z.enum(ENVIRONMENTS),
  endpoints: endpointsSchema,
  limits: limitsSchema,
  hours: hoursSchema,
  secretsIn: z.enum(SECRET_PLACES),
  hasDatabaseKey: z.boolean(),
  hasCredentials: z.boolean(),
  /** The database was made: from then on a missing file is a loss, not a beginning. */
  hasDatabase: z.boolean(),
  paused: z.boolean(),
  /** Real cases are in it, and its recovery code is still to be shown and confirmed. */
  recoveryWanted: z.boolean().default(false),
  /** The key of the database is being changed, or was when the program ended: there may be a second key. */
  keyChanging: z.boolean().default(false),
  /** How many recovery codes in a row were wrong: each makes the next try wait longer. */
  wrongCodes: z.int().min(0).default(0),
  /** The folder that its database, backups and slot were moved to; null: they stand beside this file. */
  movedTo: z.string().min(1).max(4000).nullable().default(null),
  /** The first 16 bytes of its database, no secret: without them no page can be checked. Null: it was not read yet. */
  salt: z
    .string()
    .regex(/^[0-9a-f]{32}$/)
    .nullable()
    .default(null),
  /** Folders in which a move that was cut off may have left what does not count. */
  leftovers: z.array(z.string().max(4000)).default([]),
  /** Files in a person's own folders that are no more than drafts: what is being exported, or was when the program ended. */
  drafts: z.array(z.string().max(4000)).default([]),
  /** Where each backup is kept as well; null: nowhere. */
  backupFolder: z.string().max(1000).nullable().default(null),
  /** The day, by this computer's calendar, on which something was last told that is told once a day. */
  toldOn: z.record(z.string(), z.string()).default({}),
  /** False: it is being made or removed, or was when the program ended. It is shown nowhere, and the next start removes it. */
  counts: z.boolean().default(true),
  createdAt: z.int(),
  /** Its file was damaged, and this is only what is assumed of it: at the next opening the database tells what it is. */
  recovered: z.boolean().exactOptional(),
});

export type WorkspaceRecord = z.infer<typeof recordSchema>;

/** Everything that a workspace keeps on disk stands in its own folder, or in the one that it was moved to. */
export const databasePath = (folder: string): string => join(folder, 'cases.db');

/** The name of its own file. */
const FILE = 'workspace';
const filePath = (folder: string): string => join(folder, `${FILE}.json`);

/** One workspace's folders and file. */
export interface WorkspaceFile {
  /** This computer's own folder for it: its file, and the secrets that only this computer can read. They never move. */
  readonly home: string;
  /** Where its database, backups and slot are: the same, or where they were moved to. */
  readonly folder: string;
  readonly file: JsonFile<WorkspaceRecord>;
}

/** The workspaces of this computer: a folder each, so that one damaged file harms no other. */
export interface WorkspaceFiles {
  all(): WorkspaceFile[];
  /** Those that do not count. */
  leftOver(): WorkspaceFile[];
  find(id: string): WorkspaceFile | null;
  make(record: WorkspaceRecord): WorkspaceFile;
  change(id: string, change: Partial<Omit<WorkspaceRecord, 'id'>>): void;
  delete(id: string): void;
}

/** Reads the workspaces below `root`. `damaged` hears of each file that could not be used, or is gone; nothing is deleted. */
export function openWorkspaceFiles(
  { root, clock, recoveredName }: Pick<WorkspaceParts, 'root' | 'clock' | 'recoveredName'>,
  damaged: (kept: string) => void,
): WorkspaceFiles {
  const known = new Map<string, WorkspaceFile>();
  mkdirSync(root, { recursive: true });
  for (const entry of readdirSync(root, { withFileTypes: true })) {
    if (!entry.isDirectory() || !workspaceId.safeParse(entry.name).success) continue;
    const folder = join(root, entry.name);
    if (!holdsWorkspace(folder)) {
      removeUnfilled(folder);
      continue;
    }
    const assumed = recovered(entry.name, recoveredName(entry.name.slice(0, 4)), folder);
    const opened = openJsonFile(folder, FILE, recordSchema, assumed, clock);
    if (opened.unusable !== null) damaged(opened.unusable.path);
    else if (opened.get().recovered === true && !existsSync(filePath(folder))) damaged(filePath(folder));
    if (opened.unusable?.moved === true) opened.set(opened.get());
    known.set(entry.name, workspaceFile(folder, opened));
  }
  const find = (id: string): WorkspaceFile | null => known.get(id) ?? null;
  const those = (count: boolean): WorkspaceFile[] =>
    [...known.values()].filter(({ file }) => file.get().counts === count);
  return {
    all: () => those(true).sort((a, b) => a.file.get().createdAt - b.file.get().createdAt),
    leftOver: () => those(false),
    find,
    make(record) {
      const folder = join(root, record.id);
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      const made = workspaceFile(folder, openJsonFile(folder, FILE, recordSchema, record, clock));
      try {
        made.file.set(record);
      } catch (error) {
        rmSync(folder, { recursive: true, force: true });
        throw error;
      }
      known.set(record.id, made);
      return made;
    },
    change(id, change) {
      const found = find(id);
      if (found !== null) found.file.set({ ...found.file.get(), ...change });
    },
    delete(id) {
      const found = find(id);
      if (found === null) return;
      removeBelongings(found.folder);
      // Its own file last: as long as that stands, the next start knows what is to go.
      for (const name of readdirSync(found.home)) {
        if (name !== basename(filePath(found.home))) rmSync(join(found.home, name), { recursive: true, force: true });
      }
      rmSync(found.home, { recursive: true, force: true });
      known.delete(id);
    },
  };
}

const workspaceFile = (home: string, file: JsonFile<WorkspaceRecord>): WorkspaceFile => ({
  home,
  file,
  get folder() {
    return file.get().movedTo ?? home;
  },
});

/** Not so a folder that was made and not filled, or half removed. Of one that cannot be read nobody knows: it is taken for one. */
function holdsWorkspace(folder: string): boolean {
  try {
    const names = readdirSync(folder);
    return [filePath(folder), databasePath(folder)].some((path) => names.includes(basename(path)));
  } catch (error) {
    if (error instanceof Error && 'code' in error) return true;
    throw error;
  }
}

/** Removes a folder that a killed program had made and not filled, or had emptied and not removed. One that holds anything else stays. */
function removeUnfilled(folder: string): void {
  try {
    clearDrafts(folder, FILE);
    if (readdirSync(folder).length === 0) rmdirSync(folder);
  } catch (error) {
    // On a disk that nothing can be removed from it stays, and is passed over.
    if (!(error instanceof Error && 'code' in error)) throw error;
  }
}

/**
 * What is assumed of a workspace whose file was damaged: that it has everything, so that nothing is made anew over it.
 * Its pulls are paused, and its endpoints are none, until a person has looked at Settings.
 */
function recovered(id: string, name: string, folder: string): WorkspaceRecord {
  return {
    version: 1,
    id,
    name,
    environment: 'sandbox',
    endpoints: { tokenUrl: '', apiBase: '' },
    limits: { perSecond: 5, perDay: 1000, share: 0.8, zone: 'America/New_York' },
    hours: null,
    secretsIn: existsSync(join(folder, SECRETS_FILE)) ? 'safe_storage' : 'keychain',
    hasDatabaseKey: true,
    hasCredentials: true,
    hasDatabase: true,
    paused: true,
    recoveryWanted: false,
    keyChanging: true,
    wrongCodes: 0,
    movedTo: null,
    leftovers: [],
    drafts: [],
    salt: null,
    backupFolder: null,
    toldOn: {},
    counts: true,
    createdAt: 0,
    recovered: true,
  };
}

/** What the page may know of a workspace. */
export function viewOf({ folder, file }: WorkspaceFile): WorkspaceView {
  const record = file.get();
  const { id, name: title, environment, endpoints, limits, hours, secretsIn, hasCredentials, paused } = record;
  // A program that was killed may have written the slot and not the record.
  const recovery = existsSync(slotPath(folder)) ? 'made' : record.recoveryWanted ? 'wanted' : 'none';
  return { id, name: title, environment, endpoints, limits, hours, secretsIn, hasCredentials, paused, recovery };
}
