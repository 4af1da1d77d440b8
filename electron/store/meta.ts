import type { Connection } from './connection.ts';

/** Small facts about the workspace that belong to the database, so that a backup of it says what it is. */
export interface Meta {
  get(key: string): string | null;
  set(key: string, value: string): void;
  remove(key: string): void;
}

export function createMeta(connection: Connection): Meta {
  const get = connection.statement<{ key: string }, { value: string }>(
    'meta.get',
    'SELECT value FROM meta WHERE key = @key',
  );
  const set = connection.statement<{ key: string; value: string }>(
    'meta.set',
    `INSERT INTO meta (key, value) VALUES (@key, @value) ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
  );
  const remove = connection.statement<{ key: string }>('meta.remove', 'DELETE FROM meta WHERE key = @key');
  return {
    get: (key) => get.get({ key })?.value ?? null,
    set(key, value) {
      set.run({ key, value });
    },
    remove(key) {
      remove.run({ key });
    },
  };
}
