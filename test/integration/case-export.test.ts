import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { WORK } from '../../electron/store/work.ts';
import { createCaseExport } from '../../electron/workspaces/open/case-export.ts';
import { createJobs } from '../../electron/workspaces/open/jobs.ts';
import { readerInThread } from '../../electron/workspaces/open/read-in-thread.ts';
import type { CasesCsvForm } from '../../electron/documents/cases-csv.ts';
import { later, MINUTE } from '../../shared/clock.ts';
import type { CaseScope } from '../../shared/contract/case-export.ts';
import type { Job } from '../../shared/contract/jobs.ts';
import { WATCHED_CASES } from '../../shared/contract/page-lists.ts';
import { ok, type Result } from '../../shared/problem.ts';
import { draftsInMemory } from '../support/drafts.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { LEDGER_WORKER, readOrder } from '../support/ledger.ts';
import {
  addCase,
  ask,
  content,
  KEY,
  noBreath,
  NOON,
  notRecognised,
  receipt,
  status,
  temporaryStore,
} from '../support/temporary-store.ts';

const ENGLISH: CasesCsvForm = { language: 'en', zone: 'America/New_York', notes: true };
const never = (): null => null;

/** Four cases: one that was asked, one whose number is not recognised, one in the archive, one deleted. */
async function office() {
  const { store, path } = temporaryStore();
  const ids = [
    await addCase(store, 1, 'Begoña Núñez', '2026-17, spouse'),
    await addCase(store, 2, '=HYPERLINK("x")', '@home'),
    await addCase(store, 3, 'Ben'),
    await addCase(store, 4, 'Gone'),
  ] as const;
  const body = content(1, { submittedAt: '2026-02-19T00:00:00', title: { en: 'Case Was Received', es: null } });
  ask(store, ids[0], status(body), later(NOON, MINUTE));
  ask(store, ids[1], notRecognised, NOON);
  store.cases.change(
    ids[0],
    { tags: ['family', 'urgent'], notes: 'First line\nSecond "line"', pinned: true },
    NOON,
    never,
  );
  await store.cases.archive([ids[2]], true, NOON, never, noBreath);
  await store.trash.delete([ids[3]], NOON, noBreath);
  const target = join(dirname(path), 'cases.csv');
  const write = (scope: CaseScope, form = ENGLISH, to = target): Result<{ cases: number }> =>
    WORK.export_cases({ ...readOrder(path), scope, form, at: NOON, target: to }, () => undefined);
  const receipts = (): string[] => [...readFileSync(target, 'utf8').matchAll(/^ZZZ\d{10}/gm)].map(([found]) => found);
  return { ids, path, target, folder: dirname(path), write, receipts };
}

test('every case but the deleted is a line, as a spreadsheet reads it', async () => {
  const { target, folder, write } = await office();
  expect(write({ of: 'all' })).toEqual(ok({ cases: 3 }));
  const text = readFileSync(target, 'utf8');
  expect(text.startsWith('\uFEFFReceipt,Client,Label,Tags,Form,USCIS’s status (English),')).toBe(true);
  const lines = text.split('\r\n');
  expect(lines).toHaveLength(5);
  expect(lines[0]).toContain(',We asked (America/New_York),');
  expect(lines[0]).toMatch(/,Notes$/);
  expect(lines[1]).toBe(
    `${receipt(1)},Begoña Núñez,"2026-17, spouse","family, urgent",I-130,Case Was Received,,Received,Recognized by USCIS,2026-02-20,` +
      '2026-02-19 00:00:00,2026-02-20 10:00:00,2026-03-02 07:01,Status received,2026-03-02 07:01,,' +
      '"Automatic, by its status",Yes,0,2026-03-02 07:00,,"First line\nSecond ""line"""',
  );
  expect(lines[2]).toMatch(
    new RegExp(`^${receipt(2)},"'=HYPERLINK\\(""x""\\)",'@home,,,,,,Not recognized at the last`),
  );
  expect(lines[3]).toMatch(new RegExp(`^${receipt(3)},Ben,.*,2026-03-02 07:00,2026-03-02 07:00,$`));
  expect(readdirSync(folder).filter((name) => name.includes('draft'))).toEqual([]);
});

test('without the notes nothing of them is there, in Spanish as in English', async () => {
  const { target, write } = await office();
  write({ of: 'all' }, { ...ENGLISH, language: 'es', notes: false });
  const text = readFileSync(target, 'utf8');
  expect(text).toContain('Recibo,Cliente,Etiqueta,Palabras clave,');
  expect(text).toContain(',USCIS lo reconoce,');
  expect(text).not.toContain('Second');
  expect(text).not.toContain('Notas');
});

test('what a filter finds leaves in the order of the table, and a selection in its own', async () => {
  const { ids, write, receipts } = await office();
  const sort = { by: 'receipt', descending: true } as const;
  expect(write({ of: 'filter', filter: WATCHED_CASES, sort })).toEqual(ok({ cases: 2 }));
  expect(receipts()).toEqual([receipt(2), receipt(1)]);
  write({ of: 'filter', filter: { ...WATCHED_CASES, search: 'begona' }, sort });
  expect(receipts()).toEqual([receipt(1)]);
  write({ of: 'filter', filter: { ...WATCHED_CASES, archived: true }, sort });
  expect(receipts()).toEqual([receipt(3)]);
  // One that was deleted since it was selected, and one that never was.
  expect(write({ of: 'cases', ids: [ids[2], 999, ids[3], ids[0]] })).toEqual(ok({ cases: 2 }));
  expect(receipts()).toEqual([receipt(3), receipt(1)]);
});

test('more than are read at once keep their order', async () => {
  const { store, path } = temporaryStore();
  const entered = Array.from({ length: 1201 }, (_, index) => ({ receipt: receipt(index + 1), client: '', label: '' }));
  await store.cases.add(entered, NOON, noBreath);
  const target = join(dirname(path), 'cases.csv');
  const seen: unknown[] = [];
  const order = { ...readOrder(path), scope: { of: 'all' }, form: ENGLISH, at: NOON, target } as const;
  WORK.export_cases(order, (progress) => seen.push(progress));
  const found = [...readFileSync(target, 'utf8').matchAll(/^ZZZ\d{10}/gm)].map(([each]) => each);
  expect(found).toEqual(entered.map((each) => each.receipt));
  expect(seen.at(-1)).toEqual({ done: 1201, total: 1201 });
});

test('a file that cannot be written is told, and the one of before stays', async () => {
  const { target, folder, write } = await office();
  writeFileSync(target, 'of before');
  mkdirSync(join(folder, 'taken.csv'));
  expect(write({ of: 'all' }, ENGLISH, join(folder, 'nowhere', 'c.csv'))).toMatchObject({
    problem: { kind: 'file_failed', detail: 'ENOENT' },
  });
  expect(write({ of: 'all' }, ENGLISH, join(folder, 'taken.csv'))).toMatchObject({
    problem: { kind: 'file_failed' },
  });
  expect(readFileSync(target, 'utf8')).toBe('of before');
  expect(readdirSync(folder).filter((name) => name.includes('draft'))).toEqual([]);
});

/** The cases' export as an open workspace has it, and all that was told of it. */
async function desk() {
  const { path, target } = await office();
  const read = readerInThread({ worker: LEDGER_WORKER, path, key: () => Promise.resolve(ok(KEY)) });
  const seen: (Job | null)[] = [];
  const jobs = createJobs(read, () => seen.push(jobs.state()));
  const exportCases = createCaseExport({
    jobs,
    byDraft: draftsInMemory(),
    clock: new FakeClock('2026-03-02T12:00:00Z'),
  });
  return { jobs, seen, target, exportCases };
}

test('how far it is is told', async () => {
  const { jobs, seen, target, exportCases } = await desk();
  expect(await exportCases({ of: 'all' }, ENGLISH, target)).toEqual(ok({ cases: 3 }));
  expect(seen).toEqual([
    { kind: 'export_cases', done: 0, total: 0 },
    { kind: 'export_cases', done: 3, total: 3 },
    null,
  ]);
  expect(jobs.state()).toBeNull();
});

test.for(['cancel', 'close'] as const)('what ends it (%s) leaves no draft, and the file of before', async (ends) => {
  const { jobs, target, exportCases } = await desk();
  writeFileSync(target, 'of before');
  // What an ended thread leaves.
  writeFileSync(`${target}.draft`, 'half of it');
  const writing = exportCases({ of: 'all' }, ENGLISH, target);
  await expect.poll(() => jobs.state()?.kind).toBe('export_cases');
  await jobs[ends]();
  expect(await writing).toEqual(ok(null));
  expect(readFileSync(target, 'utf8')).toBe('of before');
  expect(existsSync(`${target}.draft`)).toBe(false);
});
