import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openStore } from '../../electron/store/open.ts';
import { nextPath, SWAP_STEPS, swapIn, type SwapStep } from '../../electron/store/copies/swap.ts';
import { addCase, KEY, noBreath, temporaryFolder } from '../support/temporary-store.ts';
import { WATCHED_CASES } from '../../shared/contract/page-lists.ts';

const PROCESS = join(import.meta.dirname, '../support/swap-process.ts');

/** A database with cases `numbers`, whose last one is in the write-ahead log only, as a killed program leaves it. */
async function killedDatabase(path: string, numbers: readonly number[]): Promise<void> {
  const working = join(temporaryFolder(), 'cases.db');
  const opened = openStore({ path: working, keyHex: KEY, createIfMissing: true });
  if (!opened.ok) throw new Error(opened.problem.kind);
  for (const number of numbers) await addCase(opened.value, number);
  for (const end of ['', '-wal', '-shm']) copyFileSync(`${working}${end}`, `${path}${end}`);
  opened.value.close();
}

async function wholeDatabase(path: string, numbers: readonly number[]): Promise<void> {
  const opened = openStore({ path, keyHex: KEY, createIfMissing: true });
  if (!opened.ok) throw new Error(opened.problem.kind);
  for (const number of numbers) await addCase(opened.value, number);
  opened.value.close();
}

async function casesOf(path: string): Promise<number> {
  const opened = openStore({ path, keyHex: KEY, createIfMissing: false });
  if (!opened.ok) throw new Error(opened.problem.kind);
  const cases = await opened.value.cases.count(WATCHED_CASES, 1 as never, noBreath);
  opened.value.close();
  return cases;
}

const OLD = [1, 2, 3];
const NEW = [11, 12, 13, 14, 15];
const BEFORE: ReadonlySet<SwapStep> = new Set(['ready']);

describe.each([true, false])('a swap (the old one is kept: %s)', (kept) => {
  test.each(SWAP_STEPS)('that is killed at "%s" leaves the old database or the new one, whole', async (step) => {
    const path = join(temporaryFolder(), 'cases.db');
    const keepIn = kept ? join(dirname(path), 'damaged-1') : '';
    await killedDatabase(path, OLD);
    await wholeDatabase(nextPath(path), NEW);
    const { signal } = spawnSync(process.execPath, [PROCESS, path, step, keepIn], { stdio: 'inherit' });
    expect(signal).toBe('SIGKILL');
    expect(await casesOf(path)).toBe(BEFORE.has(step) ? OLD.length : NEW.length);
    expect(readdirSync(dirname(path)).filter((name) => /swap|next|draft/.test(name))).toEqual([]);
    if (kept && !BEFORE.has(step)) expect(await casesOf(join(keepIn, 'cases.db'))).toBe(OLD.length);
  });
});

test('what was begun and never noted is cleared away', async () => {
  const path = join(temporaryFolder(), 'cases.db');
  await wholeDatabase(path, OLD);
  writeFileSync(nextPath(path), 'half a file');
  expect(await casesOf(path)).toBe(OLD.length);
  expect(existsSync(nextPath(path))).toBe(false);
});

test('a swap without a new file touches nothing', async () => {
  const path = join(temporaryFolder(), 'cases.db');
  await wholeDatabase(path, OLD);
  expect(() => swapIn(path, null)).toThrow('ENOENT');
  expect(await casesOf(path)).toBe(OLD.length);
});
