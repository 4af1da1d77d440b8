import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Operation, Tree } from './recorder.ts';

/** A change of names that may or may not be on the disk. A rename is one, as every file system of today has it. */
type NameChange =
  | { readonly kind: 'is'; readonly path: string; readonly entry: Tree[string] }
  | { readonly kind: 'gone'; readonly path: string }
  | { readonly kind: 'renamed'; readonly path: string; readonly to: string };

/** What a power cut may leave. */
export interface CutState {
  /** After how many operations, and what of the rest was on the disk. */
  readonly when: string;
  /** By path, the content: null is a folder, undefined a file of which nothing, or half, got there. */
  readonly names: ReadonlyMap<string, Tree[string]>;
  readonly contents: ReadonlyMap<string, string>;
  readonly half: boolean;
}

const inFolder = (path: string): string => (dirname(path) === '.' ? '' : dirname(path));

function differences(before: Tree, { kind, path, to, tree }: Operation): NameChange[] {
  const changes: NameChange[] = [];
  const known = new Map(Object.entries(before));
  if (kind === 'rename' && to !== null) {
    changes.push({ kind: 'renamed', path, to });
    applyTo(known, { kind: 'renamed', path, to });
  }
  for (const name of [...known.keys()].sort().reverse()) {
    if (tree[name]?.file !== known.get(name)?.file) changes.push({ kind: 'gone', path: name });
  }
  for (const [name, entry] of Object.entries(tree)) {
    if (known.get(name)?.file !== entry.file) changes.push({ kind: 'is', path: name, entry });
  }
  return changes;
}

function applyTo(names: Map<string, Tree[string]>, change: NameChange): void {
  const below = (path: string): string[] =>
    [...names.keys()].filter((name) => name === path || name.startsWith(`${path}/`));
  if (change.kind === 'is') {
    names.set(change.path, change.entry);
  } else if (change.kind === 'gone') {
    for (const name of below(change.path)) names.delete(name);
  } else {
    const moved = below(change.path).map((name) => [name, names.get(name)] as const);
    if (moved.length === 0) return;
    for (const name of below(change.to)) names.delete(name);
    for (const [name, entry] of moved) {
      names.delete(name);
      if (entry !== undefined) names.set(change.to + name.slice(change.path.length), entry);
    }
  }
}

const touches = (change: NameChange, folder: string): boolean =>
  inFolder(change.path) === folder || (change.kind === 'renamed' && inFolder(change.to) === folder);

/**
 * What a power cut after each operation can leave: of the names that no sync of their folder has brought to the disk any beginning, each
 * alone, and all but one; and of the contents that nobody synced all, nothing or a half. What stood there at the beginning is on the disk.
 */
export function* cuts(begin: Tree, operations: readonly Operation[]): Generator<CutState> {
  const durable = new Map(Object.entries(begin));
  const synced = new Map<string, string>();
  for (const { file, content } of Object.values(begin)) if (content !== null) synced.set(file, content);
  let pending: NameChange[] = [];
  let before = begin;
  for (const [number, operation] of operations.entries()) {
    const { kind, path, tree } = operation;
    const target = tree[path];
    pending.push(...differences(before, operation));
    before = tree;
    const isFolder = path === '' || target?.content === null;
    if (kind === 'sync' && isFolder) {
      for (const change of pending.filter((each) => touches(each, path))) applyTo(durable, change);
      pending = pending.filter((each) => !touches(each, path));
    } else if (kind === 'sync' && target?.content !== undefined && target.content !== null) {
      synced.set(target.file, target.content);
    }
    const now = new Map(synced);
    for (const { file, content } of Object.values(tree)) if (content !== null) now.set(file, content);
    const state = (
      what: string,
      some: readonly NameChange[],
      contents: ReadonlyMap<string, string>,
      half = false,
    ): CutState => {
      const names = new Map(durable);
      for (const change of some) applyTo(names, change);
      return {
        when: `${number} ${kind} ${path} ${operation.to ?? ''}: ${what}`,
        names: reachable(names),
        contents,
        half,
      };
    };
    yield state('nothing more', [], synced);
    for (const [index] of pending.entries()) {
      const beginning = pending.slice(0, index + 1);
      yield state(`${index + 1} of ${pending.length} names`, beginning, synced);
      if (pending.length > 1) {
        yield state(`name ${index} alone`, pending.slice(index, index + 1), synced);
        yield state(`all but name ${index}`, pending.toSpliced(index, 1), synced);
      }
    }
    yield state('all names, half the contents', pending, synced, true);
    yield state('everything', pending, now);
  }
}

/** Nobody finds what stands in a folder that is not there itself. */
function reachable(names: ReadonlyMap<string, Tree[string]>): Map<string, Tree[string]> {
  const found = new Map<string, Tree[string]>();
  for (const [path, entry] of [...names].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (inFolder(path) === '' || found.has(inFolder(path))) found.set(path, entry);
  }
  return found;
}

/** Makes what is left, in an empty folder. */
export function layOut({ names, contents, half }: CutState, journal: string, folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const [path, { file, content }] of names) {
    const at = join(folder, path);
    if (content === null) {
      mkdirSync(at, { recursive: true });
      continue;
    }
    const known = contents.get(file);
    if (known !== undefined) copyFileSync(join(journal, known), at);
    else {
      const whole = readFileSync(join(journal, content));
      writeFileSync(at, half ? whole.subarray(0, Math.floor(whole.length / 2)) : '');
    }
  }
}
