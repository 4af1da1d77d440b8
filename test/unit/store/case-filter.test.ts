import { expect, test } from 'vitest';
import { conditionOf, narrowingsOf } from '../../../electron/store/cases/case-filter.ts';
import { orderOf } from '../../../electron/store/cases/case-order.ts';
import { instant } from '../../../shared/clock.ts';
import type { CaseFilter } from '../../../shared/contract/cases.ts';
import { WATCHED_CASES } from '../../../shared/contract/page-lists.ts';

const NOW = instant(42);

test('no filter asks for the archive or the rest, and nothing else', () => {
  expect(conditionOf(WATCHED_CASES, NOW)).toEqual({
    key: 'all',
    sql: 'archived = @archived',
    parameters: { archived: 0 },
  });
  expect(narrowingsOf(WATCHED_CASES, NOW)).toEqual([]);
});

test('filters of one form have one statement, whatever they look for', () => {
  const one = conditionOf({ ...WATCHED_CASES, search: 'maria lopez', stage: 'action' }, NOW);
  const other = conditionOf({ ...WATCHED_CASES, search: "o'brien 0042", stage: 'pending' }, NOW);
  expect(one.sql).toBe(other.sql);
  expect(one.key).toBe(other.key);
  expect(other.parameters).toEqual({
    archived: 0,
    stage: 'pending',
    word0: "o'brien",
    match0: `"o'brien"`,
    word1: '0042',
    match1: '"0042"',
  });
});

test('what somebody types is never part of a statement', () => {
  const typed = `x' OR 1=1 -- "quoted" *`;
  const { sql, parameters } = conditionOf({ ...WATCHED_CASES, search: typed }, NOW);
  expect(sql).not.toMatch(/x'|1=1|quoted/);
  expect(parameters).toMatchObject({
    word0: " x'",
    match0: `" x'"`,
    word1: ' or',
    word3: ' --',
    match4: '"""quoted"""',
  });
});

test('what is stale is so at the moment that the caller says', () => {
  const filter: CaseFilter = { ...WATCHED_CASES, only: 'stale', archived: true };
  expect(conditionOf(filter, NOW).parameters).toEqual({ archived: 1, now: 42 });
  expect(narrowingsOf(filter, NOW)[0]?.parameters).toEqual({ archived: 1, now: 42 });
});

test('a word of two letters is looked for where a word begins', () => {
  expect(conditionOf({ ...WATCHED_CASES, search: 'jo' }, NOW).parameters).toMatchObject({
    word0: ' jo',
    match0: '" jo"',
  });
});

test('letters alone are looked for where a receipt or a client begins', () => {
  expect(conditionOf({ ...WATCHED_CASES, search: 'j é' }, NOW).parameters).toMatchObject({
    receiptFrom: 'JE',
    clientFrom: 'j e',
  });
});

test('every order ends with the id, in the same direction', () => {
  const nothing = { words: [], indexed: [], own: [] };
  expect(orderOf({ by: 'client', descending: true }, nothing).sql).toBe('client_key DESC, id DESC');
  expect(orderOf({ by: 'match', descending: true }, nothing).sql).toBe('receipt ASC, id ASC');
});
