import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openConnection, sqliteCode, type Connection } from '../../electron/store/connection.ts';
import { openStore } from '../../electron/store/open.ts';
import { MIGRATIONS } from '../../electron/store/schema/steps.ts';
import { CADENCES } from '../../shared/case/cadence.ts';
import { CHANGE_KINDS } from '../../shared/case/change.ts';
import { GROUPS, STAGES } from '../../shared/case/status-groups.ts';
import { DAY, later } from '../../shared/clock.ts';
import { EDITED_FIELDS, type Recognition } from '../../shared/contract/cases.ts';
import type { PullReason } from '../../shared/contract/pulls.ts';
import { ANSWER_KINDS } from '../../shared/service/answer.ts';
import { breakRules, rowsToBreak } from '../support/broken-office.ts';
import { good } from '../support/good.ts';
import { makeOldDatabase } from '../support/old-databases.ts';
import { brokenRules } from '../support/store-rules.ts';
import { addCase, KEY, noBreath, NOON, temporaryFolder, temporaryStore } from '../support/temporary-store.ts';

const NEWEST = MIGRATIONS.at(-1)?.version ?? 0;
/** The last version without these constraints. */
const BEFORE = 7;

function openAt(path: string): Connection {
  const connection = openConnection({ path, key: { kind: 'raw', hex: KEY }, mustExist: true });
  onTestFinished(() => connection.close());
  return connection;
}

/** A filled database of the newest version. */
function newest(): Connection {
  const path = join(temporaryFolder(), 'cases.db');
  makeOldDatabase(path, NEWEST);
  return openAt(path);
}

function all<Row>(connection: Connection, sql: string): Row[] {
  return connection.statement<object, Row>(sql, sql).all({});
}

function migrated(path: string): Connection {
  good(openStore({ path, keyHex: KEY, createIfMissing: false })).close();
  return openAt(path);
}

/** The named constraints of every table, each with what it asks for. */
function constraintsOf(connection: Connection): Map<string, string> {
  const tables = all<{ sql: string }>(
    connection,
    `SELECT sql FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%CONSTRAINT%'`,
  );
  const texts = tables.flatMap(({ sql }) => sql.split(/,\s+CONSTRAINT /).slice(1));
  return new Map(texts.map((text) => [text.slice(0, text.indexOf(' ')), text]));
}

const words = (text: string | undefined, quoted = /'([a-z_\d]+)'/g): string[] =>
  [...new Set([...(text ?? '').matchAll(quoted)].flatMap(([, word]) => word ?? []))].sort();
const sorted = (list: readonly string[]): string[] => list.toSorted();

describe('the words that a column may hold', () => {
  test('are those of the program (a further word takes a further step of the schema)', () => {
    const constraints = constraintsOf(newest());
    const allowed = (name: string): string[] => words(constraints.get(name));
    expect(allowed('cases_cadence')).toEqual(sorted(CADENCES));
    expect(allowed('cases_status_group')).toEqual(sorted(GROUPS));
    expect(allowed('titles_status_group')).toEqual(sorted(GROUPS));
    for (const name of ['cases_last_answer', 'checks_answer', 'pull_answers_answer']) {
      expect(allowed(name), name).toEqual(sorted(ANSWER_KINDS));
    }
    expect(words(constraints.get('changes_kinds'), /'"([a-z_]+)"'/g)).toEqual(sorted(CHANGE_KINDS));
    expect(allowed('edits_field')).toEqual(sorted(EDITED_FIELDS));
    for (const name of ['edits_before', 'edits_after']) {
      expect(allowed(name), name).toEqual(sorted([...CADENCES, 'cadence', 'pinned', '0', '1']));
    }
  });

  test('are those of the program in the lists of earlier versions too', () => {
    const recognitions = { never_asked: 0, recognised: 0, doubtful: 0, not_recognised: 0 } satisfies Record<
      Recognition,
      0
    >;
    const reasons = { schedule: 0, check_now: 0 } satisfies Record<PullReason, 0>;
    const lists = all<{ name: string; sql: string }>(
      newest(),
      `SELECT name, sql FROM sqlite_schema WHERE type = 'table'`,
    ).flatMap(({ name, sql }) =>
      [...sql.matchAll(/CHECK \((\w+) IN \(('[^)]*)\)\)/g)].map(
        ([, column, list]) => [`${name}.${column}`, words(list)] as const,
      ),
    );
    expect(Object.fromEntries(lists)).toEqual({
      'cases.stage': sorted(STAGES),
      'cases.recognition': sorted(Object.keys(recognitions)),
      'pulls.reason': sorted(Object.keys(reasons)),
      'checks.reason': sorted(Object.keys(reasons)),
      'ledger_ends.which': ['anchor', 'head'],
    });
  });
});

/** What each constraint refuses, of the rows that a filled database has. */
const REFUSED: Readonly<Record<string, readonly string[]>> = {
  cases_cadence: [`UPDATE cases SET cadence = 'fortnightly'`, `UPDATE cases SET cadence = ''`],
  cases_status_group: [`UPDATE cases SET status_group = 'other_or_unknown'`],
  cases_last_answer: [`UPDATE cases SET last_answer = 'busy'`],
  cases_said_on: ['2026-13-01', '2026-12-45', '2026-02-30', '2026-01-00', '0000-00-00'].map(
    (day) => `UPDATE cases SET said_on = '${day}'`,
  ),
  titles_status_group: [`UPDATE titles SET status_group = 'lost', filed_at = 1`],
  pulls_changes: ['UPDATE pulls SET changes = -1'],
  pull_answers_checks: ['UPDATE pull_answers SET checks = -1'],
  pull_answers_answer: [`INSERT INTO pull_answers VALUES (1, 'busy', 1)`],
  checks_answer: [`UPDATE checks SET answer = 'busy' WHERE id = 1`],
  checks_attempts: ['UPDATE checks SET attempts = -1'],
  changes_kinds: [
    `UPDATE changes SET kind = 'gone', kinds = '["gone"]'`,
    `UPDATE changes SET kind = 'text_changed' WHERE id = 2`,
    `UPDATE changes SET kinds = '["status_changed","gone"]' WHERE id = 2`,
    `UPDATE changes SET kinds = '[]'`,
  ],
  changes_said_on: [`UPDATE changes SET said_on = '2026-02-29'`],
  purges_counts: ['cases', 'answers', 'changes', 'checks', 'notes', 'edits'].map(
    (count) => `UPDATE purges SET ${count} = -1`,
  ),
  edits_field: [
    `INSERT INTO edits (case_id, field, before, after, began_at, at) VALUES (1, 'colour', '', 'red', 1, 1)`,
  ],
  edits_before: [
    `INSERT INTO edits (case_id, field, before, after, began_at, at) VALUES (1, 'cadence', 'hourly', 'daily', 1, 1)`,
    `INSERT INTO edits (case_id, field, before, after, began_at, at) VALUES (1, 'pinned', 'no', '1', 1, 1)`,
  ],
  edits_after: [
    `INSERT INTO edits (case_id, field, before, after, began_at, at) VALUES (1, 'cadence', 'daily', '', 1, 1)`,
    `INSERT INTO edits (case_id, field, before, after, began_at, at) VALUES (1, 'pinned', '0', '2', 1, 1)`,
  ],
};

test('every constraint refuses what breaks it, and says which it is', () => {
  const connection = newest();
  expect(Object.keys(REFUSED).sort()).toEqual([...constraintsOf(connection).keys()].sort());
  for (const [name, statements] of Object.entries(REFUSED)) {
    for (const sql of statements) {
      let refusal: unknown;
      try {
        connection.exec(sql);
      } catch (error) {
        refusal = error;
      }
      expect(sqliteCode(refusal), sql).toBe('SQLITE_CONSTRAINT_CHECK');
      expect(String(refusal), sql).toMatch(new RegExp(`: ${name}$`));
    }
  }
  expect(brokenRules(connection)).toEqual([]);
});

test('a database that was migrated has the very schema of a new one', () => {
  const schemaOf = (connection: Connection): unknown[] =>
    all(
      connection,
      `SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_stat%' ORDER BY name`,
    );
  const fresh = join(temporaryFolder(), 'cases.db');
  good(openStore({ path: fresh, keyHex: KEY, createIfMissing: true })).close();
  const expected = schemaOf(openAt(fresh));
  for (const { version } of MIGRATIONS) {
    const path = join(temporaryFolder(), 'cases.db');
    makeOldDatabase(path, version);
    expect(schemaOf(migrated(path)), `from version ${version}`).toEqual(expected);
  }
});

/** What became of the broken cells: a cell that is not named here is as it was. */
const SETTLED = {
  'cases 1 status_group': 'unclassified',
  'cases 1 last_answer': 'unreadable',
  'cases 1 said_on': null,
  'cases 1 stale_from': 0,
  'cases 2 cadence': 'automatic',
  'cases 5 next_check_at': 1,
  'cases 5 stale_from': 1 + 12 * 3_600_000,
  'pulls 2 changes': 0,
  'checks 3 answer': 'unreadable',
  'changes 2 kind': 'history_added',
  'changes 2 kinds': '["history_added"]',
};
const SETTLED_SINCE_4 = { 'titles an invented title status_group': null, 'titles an invented title filed_at': null };
const SETTLED_SINCE_5 = { 'purges 1 answers': 0, 'edits 2 before': 'automatic', 'edits 3 before': '0' };

/** Every cell of the tables that have rules, but `pull_answers`. */
function cellsOf(connection: Connection): Map<string, unknown> {
  const cells = ['cases', 'titles', 'pulls', 'checks', 'changes', 'purges', 'edits', 'observations', 'ledger'].flatMap(
    (table) =>
      all<Record<string, unknown>>(connection, `SELECT * FROM ${table}`).flatMap((row) =>
        Object.entries(row).map(
          ([column, value]) => [`${table} ${String(Object.values(row)[0])} ${column}`, value] as const,
        ),
      ),
  );
  return new Map(cells);
}

describe.each(Array.from({ length: BEFORE }, (_each, index) => index + 1))('a database of version %i', (version) => {
  function made(sql: string): Connection {
    const path = join(temporaryFolder(), 'cases.db');
    makeOldDatabase(path, version);
    const old = openConnection({ path, key: { kind: 'raw', hex: KEY }, mustExist: true });
    old.exec(rowsToBreak(version) + sql);
    old.close();
    return migrated(path);
  }

  test('that breaks every rule is opened, with what is not known said to be not known and nothing else altered', () => {
    const whole = made('');
    const settled = made(breakRules(version));
    const [before, after] = [cellsOf(whole), cellsOf(settled)];
    expect([...after.keys()]).toEqual([...before.keys()]);
    const altered = [...after].filter(([cell, value]) => {
      const was = before.get(cell);
      return Buffer.isBuffer(value) ? !value.equals(was as Buffer) : value !== was;
    });
    expect(Object.fromEntries(altered)).toEqual({
      ...SETTLED,
      ...(version >= 4 ? SETTLED_SINCE_4 : {}),
      ...(version >= 5 ? SETTLED_SINCE_5 : {}),
    });
    expect(all(settled, 'SELECT pull_id, answer, checks FROM pull_answers WHERE pull_id < 3')).toEqual([
      { pull_id: 1, answer: 'status', checks: 0 },
      { pull_id: 2, answer: 'not_recognised', checks: 1 },
      { pull_id: 2, answer: 'status', checks: 1 },
      { pull_id: 2, answer: 'unreadable', checks: 4 },
    ]);
    // Every case is put into its group at the next opening.
    expect(all(settled, `SELECT value FROM meta WHERE key = 'status_groups'`)).toEqual([]);
    expect(all(whole, `SELECT value FROM meta WHERE key = 'status_groups'`)).toHaveLength(1);
    expect(settled.pragma('integrity_check')).toBe('ok');
    expect(settled.pragma('foreign_key_check')).toBeUndefined();
  });
});

test('a clock that is set back a year in the middle of a pull, or of a purge, breaks no rule', async () => {
  const { store, path, close } = temporaryStore();
  const ids = [await addCase(store, 1), await addCase(store, 2)];
  const yearBefore = later(NOON, -365 * DAY);
  const { id } = store.pulls.beginPull('schedule', ids, NOON);
  const check = store.pulls.nextCheck(id);
  store.pulls.recordAnswer(check?.id ?? 0, { kind: 'timeout', said: {} }, yearBefore, () => null);
  store.pulls.finishPull(id, yearBefore);
  await store.trash.delete(ids, NOON, noBreath);
  // As a program leaves it that is killed in the middle.
  openAt(path).exec(`INSERT INTO purges (began_at, asked) VALUES (${NOON}, 1); UPDATE cases SET purge_id = 1`);
  expect(await store.trash.purge(null, yearBefore, noBreath)).toMatchObject({ cases: 2, finishedAt: yearBefore });
  close();
  expect(brokenRules(openAt(path))).toEqual([]);
});
