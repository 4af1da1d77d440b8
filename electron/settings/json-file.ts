import { existsSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Store from 'electron-store';
import type { z } from 'zod';
import type { Clock } from '../../shared/clock.ts';
import { syncFolderOf } from '../sync.ts';

/** A small JSON file that a person could read: settings, never a secret. Written whole and atomically. */
export interface JsonFile<Value> {
  get(): Value;
  /** On the disk when it returns. Throws, and changes nothing, when the disk refuses. */
  set(value: Value): void;
  /**
   * An earlier file that could not be used, and where it is kept. It is `moved` when its content was damaged; one that
   * could not even be read stays where it is, because it may be sound, until something is written. Null: there was none.
   */
  readonly unusable: { readonly path: string; readonly moved: boolean } | null;
}

/**
 * Opens `name`.json in `folder`. A file that cannot be read or does not fit the schema is never deleted nor overwritten, and
 * `fallback` is used; the caller tells the person.
 */
export function openJsonFile<Value extends Record<string, unknown>>(
  folder: string,
  name: string,
  schema: z.ZodType<Value>,
  fallback: Value,
  clock: Clock,
): JsonFile<Value> {
  const path = join(folder, `${name}.json`);
  const moveAside = (): string => {
    const kept = join(folder, `${name}.damaged-${clock.now()}.json`);
    renameSync(path, kept);
    // Or a power cut may leave the next one in its place, and it nowhere.
    syncFolderOf(path);
    return kept;
  };
  const found = read(schema, path);
  let inTheWay = found.kind === 'unreadable';
  let value = found.kind === 'good' ? found.value : fallback;
  let store: Store | null = null;
  return {
    unusable:
      found.kind === 'damaged'
        ? { path: moveAside(), moved: true }
        : found.kind === 'unreadable'
          ? { path, moved: false }
          : null,
    get: () => value,
    set(next) {
      const written = schema.parse(next);
      if (inTheWay) moveAside();
      inTheWay = false;
      if (store === null) clearDrafts(folder, name);
      store ??= new Store({ cwd: folder, name, clearInvalidConfig: false });
      store.store = written;
      // The library puts the content on the disk, not the name.
      syncFolderOf(path);
      value = written;
    },
  };
}

/** The library writes beside first: what a program left that was killed while it did goes with the next write. */
export function clearDrafts(folder: string, name: string): void {
  for (const entry of existsSync(folder) ? readdirSync(folder) : []) {
    if (entry.startsWith(`${name}.json.tmp-`)) rmSync(join(folder, entry), { force: true });
  }
}

type Found<Value> =
  { readonly kind: 'good'; readonly value: Value } | { readonly kind: 'none' | 'damaged' | 'unreadable' };

function read<Value>(schema: z.ZodType<Value>, path: string): Found<Value> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    return { kind: error.code === 'ENOENT' ? 'none' : 'unreadable' };
  }
  const value = parse(schema, text);
  return value === null ? { kind: 'damaged' } : { kind: 'good', value };
}

function parse<Value>(schema: z.ZodType<Value>, text: string): Value | null {
  try {
    return schema.safeParse(JSON.parse(text)).data ?? null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
