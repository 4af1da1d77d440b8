import { createHash } from 'node:crypto';
import fs, { type BigIntStats } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join, relative } from 'node:path';

/** Where the recorder writes, and the folder that it looks at: told to threads as well. */
export const RECORD = 'CASEHARBOR_RECORD';

/** What stands in a folder at a moment: by path, which file it is, and (null: a folder) the name of its content. */
export type Tree = Readonly<Record<string, { readonly file: string; readonly content: string | null }>>;

/** A file operation of the program, and the folder right after it. Paths are relative to the folder that is looked at. */
export interface Operation {
  readonly kind: 'sync' | 'rename' | 'other';
  readonly path: string;
  /** Of a rename, where to. */
  readonly to: string | null;
  readonly tree: Tree;
}

// As they are before anything is recorded.
const { openSync, closeSync, readdirSync, readFileSync, lstatSync, writeFileSync, appendFileSync, existsSync } = fs;

/**
 * Records the file operations of this thread from now on: every call of Node's own that can alter a name, and every sync. What
 * the database's driver does by itself is seen in the folder at the next of them. One thread at a time may work.
 */
export function record({ root, journal }: { readonly root: string; readonly journal: string }): void {
  const opened = new Map<number, string>();
  // Node's own calls go through each other: what is noted must not be noted again.
  let noting = false;
  const note = (kind: Operation['kind'], path: string, to: string | null): void => {
    if (noting || relative(root, path).startsWith('..')) return;
    noting = true;
    const operation: Operation = {
      kind,
      path: relative(root, path),
      to: to === null ? null : relative(root, to),
      tree: treeOf(root, journal),
    };
    appendFileSync(join(journal, 'operations'), `${JSON.stringify(operation)}\n`);
    noting = false;
  };
  fs.openSync = (path, flags, mode) => {
    const file = openSync(path, flags, mode);
    opened.set(file, String(path));
    return file;
  };
  const { fsyncSync, renameSync } = fs;
  fs.fsyncSync = (file) => {
    fsyncSync(file);
    note('sync', opened.get(file) ?? '', null);
  };
  fs.renameSync = (from, to) => {
    renameSync(from, to);
    note('rename', String(from), String(to));
  };
  for (const name of [
    'rmSync',
    'rmdirSync',
    'unlinkSync',
    'mkdirSync',
    'writeFileSync',
    'cpSync',
    'copyFileSync',
  ] as const) {
    const original = fs[name] as (...all: unknown[]) => unknown;
    Object.assign(fs, {
      [name]: (...all: unknown[]): unknown => {
        const value = original(...all);
        if (typeof all[0] === 'string') note('other', root, null);
        return value;
      },
    });
  }
  syncBuiltinESMExports();
  // What stands there at the beginning.
  note('other', root, null);
}

function treeOf(root: string, journal: string): Tree {
  const tree: Record<string, { file: string; content: string | null }> = {};
  const walk = (folder: string): void => {
    for (const name of readdirSync(folder)) {
      const path = join(folder, name);
      const found: BigIntStats = lstatSync(path, { bigint: true });
      // A number of a file that is gone is given to another one.
      const file = `${found.ino} ${found.birthtimeNs}`;
      tree[relative(root, path)] = { file, content: found.isDirectory() ? null : keep(path, journal) };
      if (found.isDirectory()) walk(path);
    }
  };
  walk(root);
  return tree;
}

/** Keeps a content once, under its hash. */
function keep(path: string, journal: string): string {
  const bytes = readFileSync(path);
  const name = createHash('sha256').update(bytes).digest('hex');
  if (!existsSync(join(journal, name))) {
    const file = openSync(join(journal, name), 'w');
    writeFileSync(file, bytes);
    closeSync(file);
  }
  return name;
}
