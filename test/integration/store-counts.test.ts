import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { compareWithBackup } from '../../electron/store/copies/compare.ts';
import { takeSnapshot } from '../../electron/store/copies/snapshot.ts';
import { snapshotFile } from '../../electron/store/copies/snapshots.ts';
import type { Store } from '../../electron/store/store.ts';
import { DAY, later } from '../../shared/clock.ts';
import type { Counts } from '../../shared/contract/backups.ts';
import { makeOldDatabase } from '../support/old-databases.ts';
import {
  addCase,
  ask,
  content,
  KEY,
  noBreath,
  NOON,
  status,
  temporaryFolder,
  temporaryStore,
} from '../support/temporary-store.ts';

const LATER = later(NOON, DAY);

/** A case with two answers, a change and notes. */
async function fullCase(store: Store, number: number): Promise<number> {
  const id = await addCase(store, number);
  ask(store, id, status(content(number)));
  ask(store, id, status(content(number, { title: { en: 'Peculiar Title Was Sent', es: null } })));
  store.cases.change(id, { notes: 'An invented note' }, NOON, () => LATER);
  return id;
}

function backUp(path: string): { file: string; counts: Counts } {
  const into = join(dirname(path), 'backups');
  const made = takeSnapshot({ path, keyHex: KEY, into, at: NOON, reason: 'asked', slot: null });
  if (!made.ok) throw new Error(made.problem.kind);
  return { file: snapshotFile(into, made.value.id), counts: made.value.counts };
}

const newer = (path: string, backup: string) => compareWithBackup({ path, backup, keyHex: KEY });

test('a backup does not count deleted cases, nor what belongs to them', async () => {
  const { store, path } = temporaryStore();
  const [ana] = [await fullCase(store, 1), await fullCase(store, 2)];
  await store.trash.delete([ana], LATER, noBreath);
  expect(backUp(path).counts).toEqual({ cases: 1, answers: 2, changes: 1, notes: 1 });
});

test('a backup of an older version, which knows no deleted cases, counts all', () => {
  const path = join(temporaryFolder(), 'cases.db');
  makeOldDatabase(path, 1);
  expect(backUp(path).counts).toEqual({ cases: 3, answers: 4, changes: 2, notes: 1 });
});

test('what is newer here has no deleted cases; one that was restored since is newer', async () => {
  const { store, path } = temporaryStore();
  const ana = await fullCase(store, 1);
  await store.trash.delete([ana], LATER, noBreath);
  const { file } = backUp(path);
  const berta = await fullCase(store, 2);
  expect(newer(path, file)).toEqual({ ok: true, value: { cases: 1, answers: 2, changes: 1, notes: 1, edited: 0 } });
  await store.trash.delete([berta], LATER, noBreath);
  expect(newer(path, file)).toEqual({ ok: true, value: { cases: 0, answers: 0, changes: 0, notes: 0, edited: 0 } });
  await store.trash.restore([ana], () => LATER, noBreath);
  expect(newer(path, file)).toEqual({ ok: true, value: { cases: 1, answers: 0, changes: 0, notes: 0, edited: 0 } });
});

test('what the office wrote of a case since then is newer, whatever it is', async () => {
  const { store, path } = temporaryStore();
  const [ana, berta] = [await fullCase(store, 1), await fullCase(store, 2)];
  const { file } = backUp(path);
  store.cases.change(ana, { client: 'Somebody invented' }, LATER, () => LATER);
  await store.cases.archive([berta], true, LATER, () => LATER, noBreath);
  expect(newer(path, file)).toMatchObject({ ok: true, value: { cases: 0, notes: 0, edited: 2 } });
});

test('a backup of an older version is compared too', async () => {
  const { store, path } = temporaryStore();
  await fullCase(store, 1);
  const old = join(temporaryFolder(), 'cases.db');
  makeOldDatabase(old, 1);
  expect(newer(path, backUp(old).file)).toMatchObject({ ok: true, value: { answers: 2, changes: 1, notes: 1 } });
});
