import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openStore } from '../../electron/store/open.ts';
import type { Clock } from '../../shared/clock.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { KEY, noBreath, NOON, receipt, temporaryFolder, temporaryStore } from '../support/temporary-store.ts';
import { WATCHED_CASES } from '../../shared/contract/page-lists.ts';

test('small facts about the workspace are kept', () => {
  const { store, reopen } = temporaryStore();
  expect(store.meta.get('workspace')).toBeNull();
  store.meta.set('workspace', 'one');
  store.meta.set('workspace', 'two');
  expect(reopen().meta.get('workspace')).toBe('two');
});

test('slow statements are told by name, never with what they were about', async () => {
  const clock = new FakeClock('2026-03-02T12:00:00Z');
  let ticks = 0;
  const slow: Clock = {
    now: () => clock.now(),
    monotonic: () => (ticks += 50),
    after: (...args) => clock.after(...args),
  };
  const told: string[] = [];
  const opened = openStore({
    path: join(temporaryFolder(), 'cases.db'),
    keyHex: KEY,
    createIfMissing: true,
    clock: slow,
    onSlow: (name, took) => told.push(`${name} ${took}`),
  });
  if (!opened.ok) throw new Error(opened.problem.kind);
  await opened.value.cases.add([{ receipt: receipt(1), client: 'Ana', label: 'secret' }], NOON, noBreath);
  await opened.value.cases.count({ ...WATCHED_CASES, search: 'ana' }, NOON, noBreath);
  opened.value.close();
  expect(told).toContain('cases.insert 50');
  expect(told.filter((line) => /count|search/.test(line))).not.toEqual([]);
  expect(told.join().toLowerCase()).not.toMatch(/ana|secret|zzz/);
});
