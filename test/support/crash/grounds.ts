import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { SNAPSHOT_DATABASE, listSnapshots } from '../../../electron/store/copies/snapshots.ts';
import { RECOVERY_FILE } from '../../../electron/vault/recovery-slot.ts';
import { withDatabase } from './inspect.ts';

export const ID = '0123456789abcdef';

/** Where everything of an office lies that is killed over and over. */
export interface Grounds {
  /** The workspaces' folder of the program's profile. */
  readonly root: string;
  /** The workspace's own folder, in which its file stays wherever it is moved. */
  readonly home: string;
  /** The second place of its backups. */
  readonly second: string;
  /** Where it can be moved to. */
  readonly disks: readonly string[];
  /** Where its bundles go, and where those of another office come from. */
  readonly out: string;
  readonly from: string;
  /** What Node compiled, for the next process. */
  readonly compiled: string;
}

export function makeGrounds(top: string): Grounds {
  const root = join(top, 'profile', 'workspaces');
  const grounds = {
    root,
    home: join(root, ID),
    second: join(top, 'second'),
    disks: [join(top, 'a disk'), join(top, 'another disk')],
    out: join(top, 'out'),
    from: join(top, 'from outside'),
    compiled: join(top, 'compiled'),
  };
  for (const folder of [root, ...grounds.disks, grounds.out, grounds.from]) mkdirSync(folder, { recursive: true });
  mkdirSync(join(grounds.second, `caseharbor-${ID}`), { recursive: true });
  return grounds;
}

/** What belongs to a workspace and may lie in its folder when nobody has it open. */
const AT_REST = /^(cases\.db|recovery\.json|earlier-keys\.json|backups|damaged-[\dTZ-]+)$/;

/** What lies on the grounds and must not: half a file, a second database, a draft, what was left at another place. `folder`: where the workspace is; `others`: made of bundles. */
export function strayFiles({ root, home, disks, out }: Grounds, folder: string, others: readonly string[]): string[] {
  const inside = (place: string, isAllowed: (name: string) => boolean): string[] =>
    existsSync(place)
      ? readdirSync(place)
          .filter((name) => !isAllowed(name))
          .map((name) => join(place, name))
      : [];
  return [
    ...inside(root, (name) => name === ID || name === 'budget.db' || others.includes(name)),
    ...others.flatMap((id) => inside(join(root, id), (name) => name === 'workspace.json' || AT_REST.test(name))),
    ...inside(home, (name) => name === 'workspace.json' || (folder === home && AT_REST.test(name))),
    // Where it was only looked whether a folder can be written in, an empty one may be left.
    ...disks.flatMap((disk) => inside(disk, (name) => join(disk, name) === folder || isBare(join(disk, name)))),
    ...(folder === home ? [] : inside(folder, (name) => AT_REST.test(name))),
    ...inside(out, (name) => name.endsWith('.caseharbor-bundle')),
  ];
}

const isBare = (folder: string): boolean => readdirSync(folder).every((name) => name === '.caseharbor-probe');

/** What lies among backups and is none, or is not whole. `tried`: those that were opened before, by name. */
export function badBackups(into: string, keys: readonly string[], tried: Set<string>): string[] {
  if (!existsSync(into)) return [];
  const listed = new Set(listSnapshots(into, RECOVERY_FILE).map(({ id }) => id));
  const stray = readdirSync(into).filter((name) => !listed.has(name));
  const fresh = [...listed].filter((id) => !tried.has(seenAs(join(into, id))));
  for (const id of fresh) tried.add(seenAs(join(into, id)));
  return [
    ...stray.map((name) => `${name} is no backup`),
    ...fresh.filter((id) => !isWhole(join(into, id), keys)).map((id) => `${id} is not whole`),
  ];
}

/** A file that was replaced or written to since is another. */
export function seenAs(path: string): string {
  const { ino, size, mtimeMs } = statSync(path);
  return `${path} ${ino} ${size} ${mtimeMs}`;
}

function isWhole(folder: string, keys: readonly string[]): boolean {
  const path = join(folder, SNAPSHOT_DATABASE);
  return keys.some((hex) => {
    try {
      return withDatabase(path, hex, (connection) => {
        const facts = JSON.parse(readFileSync(join(folder, 'backup.json'), 'utf8')) as { schema: number };
        return connection.pragma('integrity_check') === 'ok' && connection.pragma('user_version') === facts.schema;
      });
    } catch (error) {
      // The key of another time.
      if (error instanceof Error && 'code' in error && error.code === 'SQLITE_NOTADB') return false;
      throw error;
    }
  });
}
