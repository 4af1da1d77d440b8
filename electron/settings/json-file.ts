import { existsSync, readFileSync, renameSync } from 'node:fs';
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
  const path = join(folder, `${name}.json`);
  let movedAside: string | null = null;
  let value = fallback;
  if (existsSync(path)) {
    const kept = parse(schema, readFileSync(path, 'utf8'));
    if (kept === null) {
      movedAside = join(folder, `${name}.damaged-${clock.now()}.json`);
      renameSync(path, movedAside);
    } else value = kept;
  }
  const store = new Store({ cwd: folder, name, clearInvalidConfig: false });
  return {
    movedAside,
    get: () => value,
    set(next) {
      value = schema.parse(next);
      store.store = value;
    },
  };
}

function parse<Value>(schema: z.ZodType<Value>, text: string): Value | null {
  try {
    return schema.safeParse(JSON.parse(text)).data ?? null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
