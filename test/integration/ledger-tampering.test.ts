import { copyFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { openConnection } from '../../electron/store/connection.ts';
import { hashOfLine, markOf } from '../../electron/store/ledger/line.ts';
import { openStore } from '../../electron/store/open.ts';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import type { LedgerBreak } from '../../shared/contract/ledger.ts';
import { later, MINUTE } from '../../shared/clock.ts';
import { good } from '../support/good.ts';
import { verified } from '../support/ledger.ts';
import {
  addCase,
  ask,
  content,
  KEY,
  noAnswer,
  NOON,
  notRecognised,
  receipt,
  status,
} from '../support/temporary-store.ts';

/** Twelve lines about three cases, told apart by what they are asked with and what comes of it. */
async function twelveLines(path: string): Promise<void> {
  const store = good(openStore({ path, keyHex: KEY, createIfMissing: true }));
  const ids = [await addCase(store, 1), await addCase(store, 2), await addCase(store, 3)];
  for (let number = 0; number < 12; number += 1) {
    const [id = 0, about] = [ids[number % 3], 1 + (number % 3)];
    const words = content(about, number < 6 ? {} : { modifiedAt: '2026-03-01T09:00:00' });
    const answer = number === 4 ? noAnswer : number === 7 ? notRecognised : status(words);
    ask(store, id, answer, later(NOON, number * MINUTE), number < 8 ? 'aaaaaaaaaaaaaaaa' : 'bbbbbbbbbbbbbbbb');
  }
  store.close();
}

let folder = '';
let original = '';
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'caseharbor ledger '));
  original = join(folder, 'cases.db');
  await twelveLines(original);
  return () => rmSync(folder, { recursive: true, force: true });
});

/** A copy that somebody with the key, and without this program, has altered. */
function tampered(sql: string): string {
  const path = join(dirname(original), 'tampered.db');
  for (const suffix of ['', '-wal', '-shm']) rmSync(`${path}${suffix}`, { force: true });
  copyFileSync(original, path);
  const connection = openConnection({ path, key: { kind: 'raw', hex: KEY }, mustExist: true });
  connection.exec(`PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON; ${sql}`);
  connection.close();
  return path;
}

test('a ledger that nobody touched is whole', () => {
  const { last, ...rest } = verified(original);
  expect(rest).toEqual({ others: [], lines: 12, first: { number: 1, at: NOON }, pruned: 0, broken: null });
  expect(last).toMatchObject({ number: 12, at: later(NOON, 11 * MINUTE) });
});

const ALTERATIONS: readonly (readonly [what: string, sql: string, why: LedgerBreak, number: number])[] = [
  ['a time', 'UPDATE ledger SET at = at + 1 WHERE number = 5', 'altered', 5],
  ['a case', 'UPDATE ledger SET ledger_case_id = 3 WHERE number = 5', 'altered', 5],
  ['a case that never was', 'UPDATE ledger SET ledger_case_id = 9 WHERE number = 5', 'altered', 5],
  ['a key', 'UPDATE ledger SET key_id = 2 WHERE number = 5', 'altered', 5],
  ['no key', 'UPDATE ledger SET key_id = NULL WHERE number = 5', 'altered', 5],
  ['an answer', `UPDATE ledger SET answer = 'network' WHERE number = 5`, 'altered', 5],
  ['a content', 'UPDATE ledger SET content = zeroblob(32) WHERE number = 6', 'altered', 6],
  ['a content taken away', 'UPDATE ledger SET content = NULL WHERE number = 6', 'altered', 6],
  ['a hash', 'UPDATE ledger SET hash = zeroblob(32) WHERE number = 5', 'altered', 5],
  ['the last line', 'UPDATE ledger SET at = at - 1 WHERE number = 12', 'altered', 12],
  ['a fingerprint', `UPDATE ledger_keys SET fingerprint = 'cccccccccccccccc' WHERE id = 2`, 'altered', 9],
  ['a mark', 'UPDATE ledger_cases SET mark = zeroblob(32) WHERE case_id = 2', 'altered', 2],
  ['a salt', 'UPDATE ledger_cases SET salt = zeroblob(16) WHERE case_id = 3', 'case', 3],
  ['a receipt number', `UPDATE cases SET receipt = '${receipt(8)}' WHERE id = 2`, 'case', 2],
  ['a case that is gone', 'DELETE FROM cases WHERE id = 3', 'case', 3],
  [
    'two cases put in the place of each other',
    'UPDATE ledger_cases SET case_id = iif(id = 1, 92, 91) WHERE id < 3; UPDATE ledger_cases SET case_id = case_id - 90 WHERE id < 3',
    'case',
    1,
  ],
  [`what USCIS said`, `UPDATE observations SET content = json_set(content, '$.form', 'I-485') WHERE id = 2`, 'said', 2],
  ['a deleted line', 'DELETE FROM ledger WHERE number = 5', 'missing', 5],
  ['the first line deleted', 'DELETE FROM ledger WHERE number = 1', 'missing', 1],
  [
    'two lines in the place of each other',
    'UPDATE ledger SET number = -number WHERE number IN (5, 6); UPDATE ledger SET number = number + 11 WHERE number < 0',
    'altered',
    5,
  ],
  [
    'a line put in before',
    'INSERT INTO ledger SELECT 0, at, ledger_case_id, key_id, answer, content, hash FROM ledger WHERE number = 1',
    'altered',
    0,
  ],
  [
    'a line put in behind',
    'INSERT INTO ledger SELECT 13, at, ledger_case_id, key_id, answer, content, hash FROM ledger WHERE number = 12',
    'altered',
    13,
  ],
  ['the end cut off', 'DELETE FROM ledger WHERE number > 10', 'end', 11],
  ['everything cut off', 'DELETE FROM ledger', 'end', 1],
  ['another head', 'UPDATE ledger_ends SET hash = zeroblob(32)', 'end', 13],
  ['another anchor', `UPDATE ledger_ends SET number = 2 WHERE which = 'anchor'`, 'altered', 1],
  ['no ends at all', 'DELETE FROM ledger_ends', 'altered', 1],
  [
    'the beginning cut off as if it had been pruned, without its hash',
    `DELETE FROM ledger WHERE number < 4; UPDATE ledger_ends SET number = 3 WHERE which = 'anchor'`,
    'altered',
    4,
  ],
];

describe('what somebody altered is named', () => {
  test.each(ALTERATIONS)('%s', (_what, sql, why, number) => {
    const { broken, lines } = verified(tampered(sql));
    expect(broken).toMatchObject({ why, number });
    expect(lines).toBe(Math.max(0, number - 1 - (sql.includes('number = 3 WHERE which') ? 3 : 0)));
  });

  test('with the time of the line and the number of its case, where there is one', () => {
    expect(verified(tampered('UPDATE ledger SET at = at + 1 WHERE number = 5')).broken).toMatchObject({
      at: later(NOON, 4 * MINUTE + 1),
      receipt: receipt(2),
    });
    expect(verified(tampered('DELETE FROM ledger WHERE number = 5')).broken).toMatchObject({ at: null, receipt: null });
  });

  test('a lost end that another line was written behind', () => {
    const path = tampered('DELETE FROM ledger WHERE number > 10');
    const opened = openStore({ path, keyHex: KEY, createIfMissing: false });
    if (!opened.ok) throw new Error(opened.problem.kind);
    ask(opened.value, 1, noAnswer, later(NOON, 99 * MINUTE));
    opened.value.close();
    expect(verified(path).broken).toMatchObject({ why: 'missing', number: 11 });
  });
});

describe('what the chain cannot know, docs/ledger.md says', () => {
  test('an end that was cut off together with its mark: only the last hash that was written down elsewhere tells', () => {
    const path = tampered(`
      DELETE FROM ledger WHERE number > 10;
      UPDATE ledger_ends SET (number, at, hash) = (SELECT number, at, hash FROM ledger WHERE number = 10)
      WHERE which = 'head'`);
    const after = verified(path);
    expect(after).toMatchObject({ lines: 10, broken: null });
    expect(after.last?.hash).not.toBe(verified(original).last?.hash);
  });

  test('a chain that was written anew from an altered line on: the same', () => {
    const path = tampered('UPDATE ledger SET at = at + 1 WHERE number = 5');
    const connection = openConnection({ path, key: { kind: 'raw', hex: KEY }, mustExist: true });
    const lines = connection.statement<object, Line>(
      'lines',
      `SELECT number, at, hex(mark) AS mark, ifnull(fingerprint, '') AS key, answer, ifnull(hex(content), '') AS content, hash
       FROM ledger JOIN ledger_cases ON ledger_cases.id = ledger_case_id LEFT JOIN ledger_keys ON ledger_keys.id = key_id ORDER BY number`,
    );
    const write = connection.statement<object>('write', 'UPDATE ledger SET hash = @hash WHERE number = @number');
    const end = connection.statement<object>('end', `UPDATE ledger_ends SET hash = @hash WHERE which = 'head'`);
    let previous = '0'.repeat(64);
    for (const line of lines.all({})) {
      const [mark, contentHash] = [line.mark.toLowerCase(), line.content.toLowerCase()];
      const hash = hashOfLine(previous, { ...line, mark, content: contentHash });
      if (line.number < 5) expect(hash.equals(line.hash)).toBe(true);
      write.run({ number: line.number, hash });
      end.run({ hash });
      previous = hash.toString('hex');
    }
    connection.close();
    expect(verified(path)).toMatchObject({ lines: 12, broken: null });
    expect(verified(path).last?.hash).not.toBe(verified(original).last?.hash);
  });

  test('words that are kept no more', () => {
    expect(verified(tampered('DELETE FROM observations')).broken).toBeNull();
  });
});

test('a purged case keeps its lines, which say nothing of it any more', () => {
  const path = tampered(
    'UPDATE ledger_cases SET case_id = NULL, salt = NULL WHERE case_id = 2; DELETE FROM observations WHERE case_id = 2; DELETE FROM cases WHERE id = 2',
  );
  expect(verified(path)).toMatchObject({ lines: 12, broken: null });
});

test('a mark cannot be guessed from the receipt number alone', () => {
  expect(markOf(Buffer.alloc(16, 1), receipt(1)).equals(markOf(Buffer.alloc(16, 2), receipt(1)))).toBe(false);
});

interface Line {
  readonly number: number;
  readonly at: typeof NOON;
  readonly mark: string;
  readonly key: string;
  readonly answer: string;
  readonly content: string;
  readonly hash: Buffer;
}
