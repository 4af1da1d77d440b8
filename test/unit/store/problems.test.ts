import Sqlite from 'better-sqlite3';
import { expect, test } from 'vitest';
import { mayPass } from '../../../electron/store/problems.ts';

test.each([
  ['SQLITE_FULL', true],
  ['SQLITE_BUSY', true],
  ['SQLITE_BUSY_SNAPSHOT', true],
  ['SQLITE_IOERR_FSYNC', true],
  ['SQLITE_READONLY', true],
  ['SQLITE_CORRUPT', false],
  ['SQLITE_NOTADB', false],
  ['SQLITE_CONSTRAINT_UNIQUE', false],
  ['SQLITE_ERROR', false],
])('%s may pass by itself: %s', (code, passes) => {
  expect(mayPass(new Sqlite.SqliteError('disk trouble', code))).toBe(passes);
});

test('what is no error of the database does not pass: it is a mistake of ours', () => {
  expect(mayPass(new TypeError('The database connection is not open'))).toBe(false);
  expect(mayPass(Object.assign(new Error('x'), { code: 'ERR_INVALID_ARG_TYPE' }))).toBe(false);
});
