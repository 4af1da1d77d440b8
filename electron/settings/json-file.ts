import { existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import Store from 'electron-store';
import type { z } from 'zod';
import type { Clock } from '../../shared/clock.ts';

/** A small JSON file that a person could read: settings, never a secret. Written whole and atomically. */
export interface JsonFile<Value> {
  get(): Value;
  set(value: Value): void;
  /** Where a damaged earlier file was kept; null: it was sound, or there was none. */
  readonly movedAside: string | null;
}

/**
 * Opens `name`.json in `folder`. A file that cannot be read or does not fit the schema is moved aside, never deleted nor
 * overwritten, and `fallback` is used; the caller tells the person.
 */
export function openJsonFile<Value extends Record<string, unknown>>(
  folder: string,
  name: string,
  schema: z.ZodType<Value>,
  fallback: Value,
  clock: Clock,
): JsonFile<Value> {
  const read = (): { store: Store; value: Value } | null => {
    try {
      const store = new Store({ cwd: folder, name, clearInvalidConfig: false });
      const parsed = schema.safeParse(store.size === 0 ? fallback : store.store);
      return parsed.success ? { store, value: parsed.data } : null;
    } catch (error) {
      if (error instanceof SyntaxError || existsSync(join(folder, `${name}.json`))) return null;
      throw error;
    }
  };
  let movedAside: string | null = null;
  let opened = read();
  if (opened === null) {
    movedAside = join(folder, `${name}.damaged-${clock.now()}.json`);
    renameSync(join(folder, `${name}.json`), movedAside);
    opened = read();
    if (opened === null) throw new Error(`the fallback of ${name}.json does not fit its schema`);
  }
  const { store } = opened;
  let { value } = opened;
  return {
    movedAside,
    get: () => value,
    set(next) {
      value = schema.parse(next);
      store.store = value;
    },
  };
}
