import type { Connection } from '../connection.ts';
import type { Migration } from './steps.ts';

/** Marks a file as ours in its (encrypted) header: `CHBR`. */
export const APPLICATION_ID = 0x43484252;

export const versionOf = (connection: Connection): number => Number(connection.pragma('user_version'));

export const newest = (migrations: readonly Migration[]): number => migrations.at(-1)?.version ?? 0;

/**
 * Brings a database up to the newest version, each step in a transaction of its own, so that a killed program goes on
 * where it was. The caller has made sure that the version is not newer than we know.
 */
export function migrate(connection: Connection, migrations: readonly Migration[]): void {
  const from = versionOf(connection);
  for (const { version, sql, run } of migrations.filter((step) => step.version > from)) {
    connection.write(() => {
      if (sql !== undefined) connection.exec(sql);
      run?.(connection);
      connection.pragma(`application_id=${APPLICATION_ID}`);
      connection.pragma(`user_version=${version}`);
    });
  }
}

/** Reads a copy through, and closes it. */
export function isWhole(copy: Connection, version: number): boolean {
  try {
    return versionOf(copy) === version && copy.pragma('integrity_check') === 'ok';
  } finally {
    copy.close();
  }
}
