import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openConnection, type Connection } from '../../electron/store/connection.ts';
import { migrate } from '../../electron/store/schema/migrations.ts';
import { MIGRATIONS } from '../../electron/store/schema/steps.ts';
import { BUDGET_SCHEMA, createCounts } from '../../electron/store/pulls/budget.ts';
import { createStore, type Store } from '../../electron/store/store.ts';
import { CASE_SORTS, type CaseFilter } from '../../shared/contract/cases.ts';
import { fillWithCases } from '../support/many-cases.ts';
import { IN_THREAD, planOf, statementsOfStore } from '../support/statements.ts';
import { KEY, noBreath, NOON, temporaryFolder } from '../support/temporary-store.ts';
import { WATCHED_CASES } from '../../shared/contract/page-lists.ts';

/** Scans that are meant, each with its reason. */
const MEANT: readonly { readonly line: RegExp; readonly why: string }[] = [
  { line: /^SCAN (json_each|wanted) VIRTUAL TABLE/, why: 'the list that the caller gave' },
  { line: /^SCAN (case|text)_search VIRTUAL TABLE INDEX \d+:M/, why: 'a look-up in an index of words' },
  { line: /^SCAN pulls$/, why: 'from the newest on, and no further than the limit' },
  { line: /^SCAN (pulls|purges) USING INDEX one_open_(pull|purge)$/, why: 'an index of one row at most' },
  { line: /^SCAN purges$/, why: 'from the newest on, and no further than the limit' },
  { line: /^SCAN (holds|retention_due)\b/, why: 'what somebody holds, and 5,000 cases at most that a rule has listed' },
  { line: /^SCAN titles$/, why: 'the few titles that we do not know' },
  { line: /^SCAN lists$/, why: 'one row for each list of tags that there is' },
  { line: /^SCAN CONSTANT ROW$/, why: 'no table at all' },
];

const FILTERS: readonly CaseFilter[] = [
  WATCHED_CASES,
  { ...WATCHED_CASES, stage: 'pending' },
  { ...WATCHED_CASES, stage: 'action' },
  { ...WATCHED_CASES, group: 'received_or_intake' },
  { ...WATCHED_CASES, search: 'client' },
  { ...WATCHED_CASES, search: 'nobody' },
  { ...WATCHED_CASES, search: 'c l' },
  { ...WATCHED_CASES, search: 'cl' },
  { ...WATCHED_CASES, search: 'received' },
  { ...WATCHED_CASES, search: 'received l' },
  { ...WATCHED_CASES, search: 'mortgage' },
  ...(['unread', 'unrecognised', 'pinned', 'stale'] as const).flatMap((only) => [
    { ...WATCHED_CASES, only },
    { ...WATCHED_CASES, only, archived: true },
  ]),
  { ...WATCHED_CASES, stage: 'pending', only: 'pinned' },
  { search: 'client re', stage: 'pending', group: 'received_or_intake', only: 'pinned', archived: false },
];

/** Forms of lists that must have been made: each goes about it in a way of its own. */
const FORMS = [
  'cases.page client up all walked',
  'cases.page client down stage walked',
  'cases.page client up stage narrowed',
  'cases.page title up word narrowed',
  'cases.page match 1 word narrowed',
  'cases.page receipt begins word walked',
  'cases.page text word walked',
  'cases.count word along',
  'cases.narrow stale',
];

/** Calls are counted in a file of their own. */
const OF_CALLS = /^pulls\/budget\.ts$/;

function database(): { connection: Connection; store: Store } {
  const path = join(temporaryFolder(), 'cases.db');
  const connection = openConnection({ path, key: { kind: 'raw', hex: KEY }, mustExist: false });
  onTestFinished(() => connection.close());
  migrate(connection, MIGRATIONS);
  fillWithCases(connection, 7000);
  return { connection, store: createStore(connection) };
}

function countOfCalls(): Connection {
  const connection = openConnection({ path: join(temporaryFolder(), 'budget.db'), key: null, mustExist: false });
  onTestFinished(() => connection.close());
  connection.exec(BUDGET_SCHEMA);
  createCounts(connection);
  return connection;
}

/** Reads lists in every way, so that every statement that a list can need is known by name. */
async function readLists(store: Store): Promise<void> {
  for (const filter of FILTERS) {
    await store.cases.count(filter, NOON, noBreath);
    for (const offset of [0, 6500]) {
      store.cases.page({ filter, sort: { by: 'match', descending: false }, offset, limit: 5 }, NOON);
    }
    // With words, one column stands for all: they differ in the index that is walked.
    for (const by of filter.search === '' ? CASE_SORTS : (['title', 'client'] as const)) {
      for (const descending of [true, false]) {
        store.cases.page({ filter, sort: { by, descending }, offset: 0, limit: 5 }, NOON);
        store.cases.ids(filter, { by, descending }, NOON);
      }
    }
  }
}

const detailsOf = (connection: Connection, name: string, sql: string): string[] =>
  planOf(connection, name, sql).map(({ detail }) => detail);

/** The scans of statements that are not meant, with the name of each. */
const scansOf = (connection: Connection, statements: Iterable<readonly [string, string]>): string[] =>
  [...statements].flatMap(([name, sql]) =>
    detailsOf(connection, name, sql)
      .filter((line) => line.startsWith('SCAN') && !MEANT.some((meant) => meant.line.test(line)))
      .map((line) => `${name}: ${line}`),
  );

test('no statement scans a table that grows', async () => {
  const { connection, store } = database();
  await readLists(store);
  const statements = [...connection.statements];
  const names = statements.map(([name]) => name);
  for (const expected of FORMS) expect(names).toContain(expected);
  const unseen = statementsOfStore().filter(
    ({ file, names: can }) => !IN_THREAD.test(file) && !OF_CALLS.test(file) && !names.some((name) => can.test(name)),
  );
  expect(unseen, 'every statement of the window is among them').toEqual([]);
  expect(scansOf(connection, statements)).toEqual([]);
  // So it stays with the statistics that a closing store leaves for the planner, of a time when there was nothing but cases.
  connection.exec('ANALYZE');
  expect(scansOf(connection, statements)).toEqual([]);
});

test('no statement of the count of calls scans one', () => {
  const connection = countOfCalls();
  const statements = [...connection.statements];
  const written = statementsOfStore().filter(({ file }) => OF_CALLS.test(file));
  expect(statements).toHaveLength(written.length);
  expect(scansOf(connection, statements)).toEqual([]);
});

test('a page that is walked is never sorted, and is filtered by stage and group in the index', async () => {
  const { connection, store } = database();
  await readLists(store);
  const walked = [...connection.statements].filter(([name]) =>
    /^cases\.(page|ids) \w+ (up|down) (?!.*(word|letter)).* walked$/.test(name),
  );
  expect(walked.length).toBeGreaterThan(CASE_SORTS.length * 2);
  for (const [name, sql] of walked) {
    const plan = detailsOf(connection, name, sql);
    expect(plan, name).toHaveLength(1);
    expect(plan[0], name).toMatch(/^SEARCH cases USING (COVERING )?INDEX cases_by_\w+ \(archived=\?/);
  }
});

test('a count is what the list has, and one of many is made in short steps', async () => {
  const { connection, store } = database();
  connection.exec('UPDATE cases SET deleted_at = 1 WHERE id % 7 = 0; DELETE FROM cases WHERE id BETWEEN 2500 AND 4200');
  for (const filter of FILTERS) {
    const listed = store.cases.ids(filter, { by: 'receipt', descending: false }, NOON);
    expect(await store.cases.count(filter, NOON, noBreath), JSON.stringify(filter)).toBe(listed.length);
  }
  let breaths = 0;
  const breathe = (): Promise<void> => {
    breaths += 1;
    return Promise.resolve();
  };
  expect(await store.cases.count({ ...WATCHED_CASES, search: 'client' }, NOON, breathe)).toBeGreaterThan(4000);
  expect(breaths).toBe(3);
});

test('this test would see a scan', () => {
  const { connection } = database();
  expect(scansOf(connection, [['a scan', 'SELECT notes FROM cases WHERE notes = @notes']])).toEqual([
    'a scan: SCAN cases',
  ]);
});

test('a hundred thousand cases are paged, counted and found like ten', { timeout: 120_000 }, async () => {
  const path = join(temporaryFolder(), 'cases.db');
  const connection = openConnection({ path, key: { kind: 'raw', hex: KEY }, mustExist: false });
  onTestFinished(() => connection.close());
  migrate(connection, MIGRATIONS);
  fillWithCases(connection, 100_000);
  const store = createStore(connection);
  const sort = { by: 'receipt', descending: false } as const;
  expect(await store.cases.count(WATCHED_CASES, NOON, noBreath)).toBe(99_000);
  expect(await store.cases.count({ ...WATCHED_CASES, archived: true }, NOON, noBreath)).toBe(1000);
  expect(await store.cases.count({ ...WATCHED_CASES, stage: 'decided' }, NOON, noBreath)).toBe(9000);
  expect(await store.cases.count({ ...WATCHED_CASES, search: 'client 4242' }, NOON, noBreath)).toBe(20);
  const last = store.cases.page({ filter: WATCHED_CASES, sort, offset: 98_995, limit: 100 }, NOON);
  expect(last.map(({ receipt }) => receipt.slice(-5))).toEqual(['99995', '99996', '99997', '99998', '99999']);
  const decided = store.cases.page(
    { filter: { ...WATCHED_CASES, stage: 'decided' }, sort, offset: 8999, limit: 10 },
    NOON,
  );
  expect(decided.map(({ receipt }) => receipt.slice(-5))).toEqual(['99990']);
  const found = store.cases.page(
    { filter: { ...WATCHED_CASES, search: '9000077777' }, sort, offset: 0, limit: 10 },
    NOON,
  );
  expect(found.map(({ client }) => client)).toEqual(['Client 77777']);
  expect(store.cases.ids(WATCHED_CASES, sort, NOON)).toHaveLength(99_000);
  const added = await store.cases.add([{ receipt: 'ZZZ9000077777', client: '', label: '' }], NOON, noBreath);
  expect(added.lines[0]?.verdict.kind).toBe('present');
});
