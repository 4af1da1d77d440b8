import { expect, test } from 'vitest';
import { conditionOf, narrowingsOf, orderOf } from '../../../electron/store/case-filter.ts';
import type { CaseFilter } from '../../../shared/contract/cases.ts';

const ALL: CaseFilter = { search: '', stage: null, group: null, only: 'all', archived: false };

test('no filter asks for the archive or the rest, and nothing else', () => {
  expect(conditionOf(ALL)).toEqual({ key: 'all', sql: 'archived = @archived', parameters: { archived: 0 } });
  expect(narrowingsOf(ALL)).toEqual([]);
});

test('filters of one form have one statement, whatever they look for', () => {
  const one = conditionOf({ ...ALL, search: 'maria lopez', stage: 'action' });
  const other = conditionOf({ ...ALL, search: "o'brien 0042", stage: 'pending' });
  expect(one.sql).toBe(other.sql);
  expect(one.key).toBe(other.key);
  expect(other.parameters).toEqual({ archived: 0, stage: 'pending', word0: "o'brien", word1: '0042' });
});

test('what somebody types is never part of a statement', () => {
  const typed = `x' OR 1=1 -- "quoted" *`;
  const { sql, parameters } = conditionOf({ ...ALL, search: typed });
  expect(sql).not.toContain('OR');
  expect(Object.values(parameters)).toContain(" x'");
  const [search] = narrowingsOf({ ...ALL, search: typed });
  expect(search?.sql).not.toContain('quoted');
  expect(search?.parameters).toEqual({ match: '"1=1" AND """quoted"""' });
});

test('a word too short for the index is looked for where a word begins', () => {
  expect(conditionOf({ ...ALL, search: 'jo' }).parameters).toMatchObject({ word0: ' jo' });
  expect(narrowingsOf({ ...ALL, search: 'jo é' })).toEqual([]);
});

test('every order ends with the id, in the same direction', () => {
  expect(orderOf({ by: 'client', descending: true })).toBe('client_key DESC, id DESC');
  expect(orderOf({ by: 'receipt', descending: false })).toBe('receipt ASC, id ASC');
});
