import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openConnection } from '../../electron/store/connection.ts';
import { openStore } from '../../electron/store/open.ts';
import type { Clock } from '../../shared/clock.ts';
import { FakeClock } from '../support/fake-clock.ts';
import {
  addCase,
  ask,
  content,
  KEY,
  noBreath,
  NOON,
  receipt,
  status,
  temporaryFolder,
  temporaryStore,
} from '../support/temporary-store.ts';

const ALL = { search: '', stage: null, group: null, only: 'all', archived: false } as const;

test('cases are grouped anew when the table of titles is another', async () => {
  const { store, path, close, reopen } = temporaryStore();
  const id = await addCase(store, 1);
  const unknown = await addCase(store, 2);
  ask(store, id, status(content(1)));
  close();
  const connection = openConnection({ path, key: { kind: 'raw', hex: KEY }, mustExist: true });
  connection.exec(`UPDATE cases SET status_group = 'denied', stage = 'decided' WHERE id = ${id}`);
  connection.close();
  const unaware = reopen();
  expect(unaware.cases.detail(id)?.row).toMatchObject({ group: 'denied', stage: 'decided' });
  unaware.meta.set('status_groups', 'by an older table');
  const aware = reopen();
  expect(aware.cases.detail(id)?.row).toMatchObject({ group: 'received_or_intake', stage: 'pending' });
  expect(aware.cases.count({ ...ALL, stage: 'pending' }, NOON)).toBe(1);
  expect(aware.cases.detail(unknown)?.row).toMatchObject({ group: 'unclassified', stage: 'unknown' });
});

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
  opened.value.cases.count({ ...ALL, search: 'ana' }, NOON);
  opened.value.close();
  expect(told).toContain('cases.insert 50');
  expect(told).toContain('cases.count 1 words narrowed 50');
  expect(told.join().toLowerCase()).not.toMatch(/ana|secret|zzz/);
});
