import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openConnection, type Connection } from '../../../electron/store/connection.ts';
import { SNAPSHOT_DATABASE, listSnapshots } from '../../../electron/store/copies/snapshot.ts';
import { RECOVERY_FILE } from '../../../electron/vault/recovery-slot.ts';
import { brokenRules } from '../store-rules.ts';
import type { Found, FoundCase, Model } from './model.ts';
import { only } from './model.ts';
import type { Place } from './words.ts';

const withDatabase = <Value>(path: string, key: string, use: (connection: Connection) => Value): Value => {
  const connection = openConnection({ path, key: { kind: 'raw', hex: key }, mustExist: true });
  try {
    return use(connection);
  } finally {
    connection.close();
  }
};

interface CaseRow {
  readonly receipt: string;
  readonly client: string;
  readonly label: string;
  readonly notes: string;
  readonly pinned: number;
  readonly archived_at: number | null;
  /** Left out: a database of before version 5. */
  readonly deleted_at?: number | null;
}

function placeOf({ archived_at: archived, deleted_at: deleted }: CaseRow): Place {
  if (deleted !== null && deleted !== undefined) return 'deleted';
  return archived === null ? 'live' : 'archived';
}

const casesIn = (connection: Connection): Map<string, FoundCase> =>
  new Map(
    connection
      .statement<object, CaseRow>('crash.cases', 'SELECT * FROM cases')
      .all({})
      .map((row) => {
        const { receipt, client, label, notes, pinned } = row;
        return [receipt, { place: placeOf(row), written: { client, label, notes, pinned: String(pinned) } }];
      }),
  );

/** What a database holds that nobody has written to yet. */
export const modelOf = (path: string, key: string): Model =>
  withDatabase(path, key, (connection) => ({
    cases: new Map(
      [...casesIn(connection)].map(([receipt, { place, written }]) => [
        receipt,
        {
          place: only(place),
          written: {
            client: only(written.client),
            label: only(written.label),
            notes: only(written.notes),
            pinned: only(written.pinned),
          },
        },
      ]),
    ),
    readUpTo: 0,
    line: null,
  }));

export interface Inspected {
  readonly found: Found;
  /** Every rule that does not hold. */
  readonly broken: readonly string[];
  /** Answers in the log less the lines of the ledger. */
  readonly unproved: number;
}

/** Reads a database that nobody has open, and looks whether every rule of the store holds. */
export const inspect = (path: string, key: string): Inspected =>
  withDatabase(path, key, (connection) => {
    const lineHashes = connection.statement<{ number: number }, { hash: Buffer }>(
      'crash.line',
      'SELECT hash FROM ledger WHERE number = @number',
    );
    const lines = new Map<number, string | null>();
    const one = (name: string, sql: string): number | null =>
      connection.statement<object, { value: number | null }>(name, sql).get({})?.value ?? null;
    const last = one('crash.last', 'SELECT max(number) AS value FROM ledger') ?? 0;
    for (let number = 1; number <= last; number += 1) {
      lines.set(number, lineHashes.get({ number })?.hash.toString('hex') ?? null);
    }
    const broken = brokenRules(connection);
    if (one('crash.purges', 'SELECT count(*) AS value FROM purges WHERE finished_at IS NULL') !== 0) {
      broken.push('a purge is half done');
    }
    return {
      found: {
        cases: casesIn(connection),
        firstUnread: one('crash.unread', 'SELECT min(id) AS value FROM changes WHERE read_at IS NULL'),
        lineHash: (number) => lines.get(number) ?? null,
      },
      broken,
      unproved:
        one(
          'crash.unproved',
          `SELECT (SELECT count(*) FROM checks WHERE answer IS NOT NULL) - (SELECT count(*) FROM ledger) AS value`,
        ) ?? 0,
    };
  });

/** What may lie in a workspace's folder when nobody has it open. */
const AT_REST = /^(cases\.db|workspace\.json|recovery\.json|earlier-keys\.json|backups|damaged-[\dTZ-]+)$/;

/** What lies in a workspace's folder and must not: half a file, a second database, a draft. */
export const strayFiles = (folder: string): string[] => readdirSync(folder).filter((name) => !AT_REST.test(name));

/** What lies among backups and is none, or is not whole. `tried`: those that were opened before, by name. */
export function badBackups(into: string, keys: readonly string[], tried: Set<string>): string[] {
  if (!existsSync(into)) return [];
  const listed = new Set(listSnapshots(into, RECOVERY_FILE).map(({ id }) => id));
  const stray = readdirSync(into).filter((name) => !listed.has(name));
  const fresh = [...listed].filter((id) => !tried.has(join(into, id)));
  for (const id of fresh) tried.add(join(into, id));
  return [
    ...stray.map((name) => `${name} is no backup`),
    ...fresh.filter((id) => !isWhole(join(into, id), keys)).map((id) => `${id} is not whole`),
  ];
}

function isWhole(folder: string, keys: readonly string[]): boolean {
  const path = join(folder, SNAPSHOT_DATABASE);
  return keys.some((hex) => {
    try {
      const connection = openConnection({ path, key: { kind: 'raw', hex }, readonly: true, mustExist: true });
      try {
        const facts = JSON.parse(readFileSync(join(folder, 'backup.json'), 'utf8')) as { schema: number };
        return connection.pragma('integrity_check') === 'ok' && connection.pragma('user_version') === facts.schema;
      } finally {
        connection.close();
      }
    } catch (error) {
      // The key of another time.
      if (error instanceof Error && 'code' in error && error.code === 'SQLITE_NOTADB') return false;
      throw error;
    }
  });
}
