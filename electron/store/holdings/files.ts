import { lstatSync, readdirSync, type Dirent } from 'node:fs';
import { join } from 'node:path';
import { FILE_KINDS, type FileHolding, type FileKind } from '../../../shared/contract/holdings.ts';

/** What Chromium, on which the program runs, makes beside our files; a test in the real program fails when one is missing. */
const RUNTIME = new Set([
  'Cache',
  'Code Cache',
  'Crashpad',
  'DawnCache',
  'DawnGraphiteCache',
  'DawnWebGPUCache',
  'DevToolsActivePort',
  'Dictionaries',
  'GPUCache',
  'Local State',
  'Local Storage',
  'Network',
  'Network Persistent State',
  'Partitions',
  'Preferences',
  'Session Storage',
  'Shared Dictionary',
  'SharedStorage',
  'SingletonCookie',
  'SingletonLock',
  'SingletonSocket',
  'Trust Tokens',
  'Trust Tokens-journal',
  'TransportSecurity',
  'blob_storage',
  'Cookies',
  'Cookies-journal',
  'lockfile',
]);

/** Where Crashpad puts what it knows of a crash; beside that lie its own notes. */
const DUMPS = new Set(['attachments', 'completed', 'new', 'pending', 'reports']);

const WORKSPACE = /^[0-9a-f]{16}$/;

const PROFILE: readonly (readonly [RegExp, FileKind])[] = [
  [/^settings\.json$/, 'settings'],
  [/^settings\.damaged-\d+\.json$/, 'damaged'],
  [/^settings\.json\.tmp-/, 'unfinished'],
  [/^workspaces\/budget\.db(-wal|-shm|-journal)?$/, 'budget'],
  [/^workspaces\/budget\.damaged-\d+\.db(-wal|-shm)?$/, 'damaged'],
  [/^workspaces\/(restoring|bundle)-[0-9a-f]{8}\.db/, 'unfinished'],
  [/^logs\//, 'logs'],
];

/** Below a workspace's own folder. */
const OF_WORKSPACE: readonly (readonly [RegExp, FileKind])[] = [
  [/^cases\.db$/, 'database'],
  [/^cases\.db-(wal|shm|journal)$/, 'log'],
  [/^cases\.db\.(next|swap)/, 'unfinished'],
  [/^(backups\/\.draft-|bundle-draft\/)/, 'unfinished'],
  [/^backups\/\d{8}T\d{6}Z-[a-z_]+\//, 'backups'],
  [/^damaged-[^/]+\//, 'damaged'],
  [/^recovery\.json$/, 'recovery_slot'],
  [/^secrets\.json$/, 'secrets'],
  [/^workspace\.json$/, 'record'],
  [/^(recovery|secrets)\.json\.damaged(-\d+)?$/, 'damaged'],
  [/^workspace\.damaged-\d+\.json$/, 'damaged'],
  [/^(recovery|secrets)\.json\.new$/, 'unfinished'],
  [/^workspace\.json\.tmp-/, 'unfinished'],
];

/** Where a file of the profile folder belongs: to a workspace, by its id, or (null) to the program. */
export interface Place {
  readonly workspace: string | null;
  readonly kind: FileKind;
}

/** What a file is, by its path below the profile folder. */
export function placeOf(path: readonly string[]): Place {
  const [first = '', second = '', ...rest] = path;
  if (first === 'workspaces' && WORKSPACE.test(second)) {
    return { workspace: second, kind: kindInWorkspace(rest) };
  }
  if (first === 'Crashpad' && DUMPS.has(second)) return { workspace: null, kind: 'crash_dumps' };
  return { workspace: null, kind: RUNTIME.has(first) ? 'runtime' : kindIn(PROFILE, path.join('/')) };
}

/** The same below a workspace's own folder, wherever that is. */
export const kindInWorkspace = (path: readonly string[]): FileKind => kindIn(OF_WORKSPACE, path.join('/'));

const kindIn = (kinds: typeof PROFILE, path: string): FileKind =>
  kinds.find(([pattern]) => pattern.test(path))?.[1] ?? 'other';

/** Every file below a folder with its size, whatever vanishes meanwhile. Links are files, and not followed. */
function* filesBelow(folder: string, above: readonly string[] = []): Generator<{ path: string[]; bytes: number }> {
  for (const entry of entriesOf(join(folder, ...above))) {
    const path = [...above, entry.name];
    if (entry.isDirectory()) yield* filesBelow(folder, path);
    else yield { path, bytes: unlessGone(() => lstatSync(join(folder, ...path)).size) ?? 0 };
  }
}

const entriesOf = (folder: string): Dirent[] => unlessGone(() => readdirSync(folder, { withFileTypes: true })) ?? [];

function unlessGone<Value>(look: () => Value): Value | null {
  try {
    return look();
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return null;
    throw error;
  }
}

type Counted = Map<FileKind, { files: number; bytes: number }>;

/**
 * Counts the profile folder's files by the workspace that they belong to (null: none) and by kind. `moved`: workspaces whose
 * folder is elsewhere, where what is not the program's own is nobody's business.
 */
export function countFiles(
  profile: string,
  moved: readonly { readonly id: string; readonly folder: string }[],
): Map<string | null, FileHolding[]> {
  const counted = new Map<string | null, Counted>();
  const add = (workspace: string | null, kind: FileKind, bytes: number): void => {
    const kinds: Counted = counted.get(workspace) ?? new Map<FileKind, { files: number; bytes: number }>();
    const before = kinds.get(kind) ?? { files: 0, bytes: 0 };
    kinds.set(kind, { files: before.files + 1, bytes: before.bytes + bytes });
    counted.set(workspace, kinds);
  };
  for (const { path, bytes } of filesBelow(profile)) {
    const { workspace, kind } = placeOf(path);
    add(workspace, kind, bytes);
  }
  for (const { id, folder } of moved) {
    for (const { path, bytes } of filesBelow(folder)) {
      const kind = kindInWorkspace(path);
      if (kind !== 'other') add(id, kind, bytes);
    }
  }
  return new Map([...counted].map(([workspace, kinds]) => [workspace, inOrder(kinds)]));
}

const inOrder = (kinds: Counted): FileHolding[] =>
  FILE_KINDS.flatMap((kind) => {
    const found = kinds.get(kind);
    return found === undefined ? [] : [{ kind, ...found }];
  });
