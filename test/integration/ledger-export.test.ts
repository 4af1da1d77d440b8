import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { inWorker } from '../../electron/store/in-worker.ts';
import type { LedgerScope } from '../../shared/contract/ledger.ts';
import type { Result } from '../../shared/problem.ts';
import { later, MINUTE } from '../../shared/clock.ts';
import { LEDGER_WORKER, readOrder } from '../support/ledger.ts';
import { addCase, ask, content, noAnswer, NOON, receipt, status, temporaryStore } from '../support/temporary-store.ts';

const DOCUMENT = readFileSync(join(import.meta.dirname, '../../docs/ledger.md'), 'utf8');
/** The very script that the document gives. */
const SCRIPT = /```js\n([\s\S]*?)```/.exec(DOCUMENT)?.[1] ?? '';

/** An office with three clients, two of whom are written alike, and one case that was purged. */
async function office() {
  const { store, path } = temporaryStore();
  const ids = [
    await addCase(store, 1, 'Begoña Núñez'),
    await addCase(store, 2, 'BEGONA NUNEZ'),
    await addCase(store, 3, 'Ben'),
    await addCase(store, 4),
  ];
  for (let number = 0; number < 12; number += 1) {
    const id = ids[number % 4] ?? 0;
    const answer = number === 5 ? noAnswer : status(content(1 + (number % 4)));
    ask(store, id, answer, later(NOON, number * MINUTE), number === 5 ? null : '0123456789abcdef');
  }
  store.ledger.forgetCase(ids[3] ?? 0);
  const target = join(dirname(path), 'ledger.csv');
  const write = (scope: LedgerScope, to = target): Promise<Result<{ lines: number }> | null> =>
    inWorker(LEDGER_WORKER, 'export_ledger', { ...readOrder(path), scope, zone: 'America/New_York', target: to });
  return { ids, target, write, folder: dirname(path) };
}

/** Runs the document's script as its reader would. */
async function verify(file: string, ...more: string[]): Promise<string> {
  const script = join(dirname(file), 'verify-ledger.mjs');
  writeFileSync(script, SCRIPT);
  try {
    return (await promisify(execFile)(process.execPath, [script, file, ...more])).stdout;
  } catch (error) {
    if (error instanceof Error && 'stderr' in error) return String(error.stderr);
    throw error;
  }
}

test('the script in the document is short, and calls no empty file whole', async () => {
  expect(SCRIPT.trimEnd().split('\n').length).toBeLessThanOrEqual(30);
  const { target, write } = await office();
  await write({ of: 'all' });
  const [heading = ''] = readFileSync(target, 'ascii').split('\r\n');
  for (const text of ['', `${heading}\r\n`]) {
    writeFileSync(target, text);
    expect(await verify(target)).toContain('There is no line in this file');
  }
});

test('everything is exported, and is verified without this program', async () => {
  const { target, write, folder } = await office();
  expect(await write({ of: 'all' })).toEqual({ ok: true, value: { lines: 12 } });
  const text = readFileSync(target, 'ascii');
  const rows = text.split('\r\n');
  expect(rows).toHaveLength(14);
  expect(rows.at(-1)).toBe('');
  expect(rows[1]).toMatch(
    /^1,2026-03-02T12:00:00\.000Z,2026-03-02T07:00:00\.000-05:00,ZZZ9000000001,[0-9a-f]{32},[0-9a-f]{64},0123456789abcdef,status,[0-9a-f]{64},0{64},[0-9a-f]{64},$/,
  );
  expect(rows[6]).toMatch(new RegExp(`^6,[^,]+,[^,]+,${receipt(2)},[0-9a-f]{32},[0-9a-f]{64},,timeout,,[0-9a-f]{64},`));
  // The purged case says nothing any more.
  expect(rows[4]).toMatch(/^4,[^,]+,[^,]+,,,[0-9a-f]{64},/);
  expect(readdirSync(folder).filter((name) => name.includes('draft'))).toEqual([]);
  expect(await verify(target)).toContain('12 lines are whole');
  expect(await verify(target)).toContain(rows[12]?.split(',')[10]);
});

test('the lines of some cases, and of a client however the name is written', async () => {
  const { ids, target, write } = await office();
  expect(await write({ of: 'cases', ids: [ids[2] ?? 0, 999] })).toEqual({ ok: true, value: { lines: 3 } });
  const numbers = (): string[] =>
    readFileSync(target, 'ascii')
      .trim()
      .split('\r\n')
      .slice(1)
      .map((row) => row.split(',')[0] ?? '');
  expect(numbers()).toEqual(['3', '7', '11']);
  expect(await verify(target)).toContain('Broken: line 7 (row 3 of the file) does not follow line 3');
  expect(await verify(target, '--part')).toContain('3 lines are whole');
  expect(await write({ of: 'client', client: 'begoña nuñez' })).toEqual({ ok: true, value: { lines: 6 } });
  expect(numbers()).toEqual(['1', '2', '5', '6', '9', '10']);
  expect(await verify(target, '--part')).toContain('6 lines are whole');
  expect(await write({ of: 'client', client: 'Nobody' })).toEqual({ ok: true, value: { lines: 0 } });
});

describe('what somebody altered in the file is named', () => {
  test('each cell in turn', async () => {
    const { target, write } = await office();
    await write({ of: 'all' });
    const original = readFileSync(target, 'ascii');
    const rows = original.split('\r\n');
    const cells = (rows[5] ?? '').split(',');
    expect(cells).toHaveLength(12);
    // Whose line it is no hash says: what was moved to another ledger leaves a gap in its own.
    writeFileSync(target, rows.with(5, `${cells.slice(0, 11).join(',')},of-another`).join('\r\n'));
    expect(await verify(target)).toContain('Broken: line 6 (row 7 of the file) stands among another ledger');
    for (const [column, cell] of cells.slice(0, 11).entries()) {
      const other = cell.startsWith('2') ? `3${cell.slice(1)}` : `2${cell.slice(1)}`;
      for (const altered of [other, '']) {
        const row = cells.with(column, altered);
        writeFileSync(target, rows.with(5, row.join(',')).join('\r\n'));
        expect(await verify(target), `${column}: ${altered}`).toContain(
          `Broken: line ${row[0] ?? ''} (row 6 of the file)`,
        );
      }
    }
    writeFileSync(target, original);
    expect(await verify(target)).toContain('whole');
  });

  test('a line deleted, put elsewhere, doubled, and a foreign file', async () => {
    const { target, write } = await office();
    await write({ of: 'all' });
    const rows = readFileSync(target, 'ascii').split('\r\n');
    const told = (altered: string[], ...more: string[]): Promise<string> => {
      writeFileSync(target, altered.join('\r\n'));
      return verify(target, ...more);
    };
    expect(await told(rows.toSpliced(5, 1))).toContain('Broken: line 6 (row 6 of the file) does not follow line 4');
    const swapped = rows.with(5, rows[6] ?? '').with(6, rows[5] ?? '');
    expect(await told(swapped)).toContain('Broken: line 6 (row 6 of the file)');
    expect(await told(swapped, '--part')).toContain('Broken: line 5 (row 7 of the file) does not follow line 6');
    expect(await told(rows.toSpliced(5, 0, rows[5] ?? ''))).toContain('Broken: line 5 (row 7 of the file)');
    expect(await told(rows.slice(1))).toContain('is no heading of a ledger');
  });
});

describe('a file that cannot be written is told, and nothing half stays', () => {
  test('a folder that is not there, one in the way, a full disk', async () => {
    const { target, write, folder } = await office();
    writeFileSync(target, 'of before');
    expect(await write({ of: 'all' }, join(folder, 'nowhere', 'l.csv'))).toMatchObject({
      problem: { kind: 'file_failed', detail: 'ENOENT' },
    });
    mkdirSync(join(folder, 'taken.csv'));
    expect(await write({ of: 'all' }, join(folder, 'taken.csv'))).toMatchObject({ problem: { kind: 'file_failed' } });
    // Linux has a file that is always full.
    if (process.platform === 'linux') {
      symlinkSync('/dev/full', `${target}.draft`);
      expect(await write({ of: 'all' })).toMatchObject({ problem: { kind: 'disk_full', detail: 'ENOSPC' } });
    }
    expect(readFileSync(target, 'utf8')).toBe('of before');
    expect(readdirSync(folder).filter((name) => name.includes('draft'))).toEqual([]);
  });
});
