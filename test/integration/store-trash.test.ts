import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openConnection } from '../../electron/store/connection.ts';
import type { Store } from '../../electron/store/store.ts';
import { DAY, later } from '../../shared/clock.ts';
import { WATCHED_CASES } from '../../shared/contract/page-lists.ts';
import { KEPT_DELETED } from '../../shared/contract/trash.ts';
import { brokenRules } from '../support/store-rules.ts';
import {
  addCase,
  ask,
  content,
  KEY,
  lookInto,
  noBreath,
  noAnswer,
  NOON,
  receipt,
  status,
  temporaryFolder,
  temporaryStore,
} from '../support/temporary-store.ts';

const BY_RECEIPT = { by: 'receipt', descending: false } as const;
const LATER = later(NOON, DAY);

const found = (store: Store, search: string): number[] =>
  store.cases.ids({ ...WATCHED_CASES, search }, BY_RECEIPT, NOON);

function rulesAt(path: string): string[] {
  const connection = openConnection({ path, key: { kind: 'raw', hex: KEY }, mustExist: true });
  try {
    return brokenRules(connection);
  } finally {
    connection.close();
  }
}

/** Two cases that were asked and changed; the first has everything that a case can have. */
async function office(): Promise<ReturnType<typeof temporaryStore> & { ana: number; berta: number }> {
  const opened = temporaryStore();
  const { store } = opened;
  const ana = await addCase(store, 1, 'Ana Inconfundible', 'Expediente Singular');
  const berta = await addCase(store, 2, 'Berta', '');
  for (const id of [ana, berta]) {
    ask(store, id, status(content(id)));
    ask(store, id, status(content(id, { title: { en: 'Peculiar Title Was Sent', es: null } })));
  }
  ask(store, ana, noAnswer);
  store.cases.change(ana, { notes: 'Una nota reservada sobre la hipoteca' }, NOON, () => LATER);
  return { ...opened, ana, berta };
}

describe('a deleted case', () => {
  test('says first what will go', async () => {
    const { store, ana, berta } = await office();
    expect(store.trash.whatGoes([ana, berta, 99])).toMatchObject({
      cases: 2,
      notes: 1,
      answers: 4,
      changes: 2,
      checks: 5,
      ledgerLines: 5,
    });
  });

  test('is in no list, count, search, inbox, error list or pull, and the ledger tells nobody which it was', async () => {
    const { store, path, ana, berta } = await office();
    expect(await store.trash.delete([ana, 99], LATER, noBreath)).toEqual([ana]);
    expect(await store.trash.delete([ana], LATER, noBreath)).toEqual([]);
    expect(found(store, '')).toEqual([berta]);
    for (const archived of [true, false])
      expect(await store.cases.count({ ...WATCHED_CASES, search: 'ana', archived }, NOON, noBreath)).toBe(0);
    expect(found(store, 'hipoteca')).toEqual([]);
    expect(store.cases.detail(ana)).toBeNull();
    expect(store.changes.summary()).toMatchObject({ unread: 1, cases: 1 });
    expect(store.changes.list({ unreadOnly: false, before: null, limit: 9 }).changes).toHaveLength(1);
    expect(store.changes.list({ unreadOnly: true, before: null, limit: 9 }).changes).toHaveLength(1);
    expect(store.pulls.errors(9)).toEqual([]);
    expect(store.outbox.take(NOON).map(({ caseId }) => caseId)).toEqual([berta]);
    expect(store.pulls.beginPull('check_now', [ana, berta], LATER).total).toBe(1);
    expect(store.cases.change(ana, { notes: 'x' }, NOON, () => null)).toBeNull();
    expect(await store.cases.archive([ana], true, NOON, () => null, noBreath)).toEqual([]);
    const [line] = (await store.cases.add([{ receipt: receipt(1), client: '', label: '' }], NOON, noBreath)).lines;
    expect(line?.verdict).toEqual({ kind: 'deleted', receipt: receipt(1), caseId: ana });
    expect(rulesAt(path)).toEqual([]);
  });

  test('leaves the open pull, and an answer that comes too late changes nothing', async () => {
    const { store, path, ana, berta } = await office();
    const pull = store.pulls.beginPull('schedule', [ana, berta], LATER);
    const check = store.pulls.nextCheck(pull.id);
    expect(check?.caseId).toBe(ana);
    await store.trash.delete([ana], LATER, noBreath);
    store.pulls.recordAnswer(check?.id ?? 0, status(content(1)), LATER, () => LATER);
    expect(store.pulls.nextCheck(pull.id)?.caseId).toBe(berta);
    expect(store.pulls.openPull()).toMatchObject({ total: 1, done: 0 });
    expect(store.pulls.nextDueAt()).toBeNull();
    expect(rulesAt(path)).toEqual([]);
  });

  test('is restored as it was, for 30 days', async () => {
    const { store, path, ana } = await office();
    const before = store.cases.detail(ana);
    await store.trash.delete([ana], LATER, noBreath);
    expect(store.trash.deleted(9)).toEqual({
      cases: [
        {
          id: ana,
          receipt: receipt(1),
          client: 'Ana Inconfundible',
          label: 'Expediente Singular',
          deletedAt: LATER,
          goesAt: later(LATER, KEPT_DELETED),
        },
      ],
      total: 1,
    });
    expect(store.trash.nextPurgeAt()).toBe(later(LATER, KEPT_DELETED));
    expect(await store.trash.purge(null, later(LATER, KEPT_DELETED - 1), noBreath)).toBeNull();
    expect(await store.trash.restore([ana], () => LATER, noBreath)).toEqual([ana]);
    const after = store.cases.detail(ana);
    expect(after).toEqual({ ...before, row: { ...before?.row, nextCheckAt: LATER } });
    expect(found(store, 'hipoteca')).toEqual([ana]);
    expect(store.trash.nextPurgeAt()).toBeNull();
    expect(rulesAt(path)).toEqual([]);
  });
});

describe('a purge', () => {
  test('takes everything of the case but the ledger, whose lines stay whole and say no more of which case', async () => {
    const { store, path, ana, berta } = await office();
    await store.trash.delete([ana], LATER, noBreath);
    const at = later(LATER, KEPT_DELETED);
    expect(await store.trash.purge(null, at, noBreath)).toMatchObject({
      asked: false,
      beganAt: at,
      finishedAt: at,
      cases: 1,
      notes: 1,
      answers: 2,
      changes: 1,
      checks: 3,
    });
    expect(store.trash.deleted(9).total).toBe(0);
    expect(store.trash.purges()).toHaveLength(1);
    expect(store.ledger.summary().lines).toBe(5);
    expect(store.ledger.ofCase(ana, null, 9).total).toBe(0);
    expect(found(store, '')).toEqual([berta]);
    const again = await store.cases.add([{ receipt: receipt(1), client: '', label: '' }], NOON, noBreath);
    expect(again.lines[0]?.verdict.kind).toBe('new');
    expect(rulesAt(path)).toEqual([]);
  });

  test('leaves no trace in the pages of the file, nor in its log', async () => {
    const { store, path, ana } = await office();
    for (let number = 0; number < 40; number += 1) await addCase(store, 100 + number, `Other ${number}`);
    store.cases.change(ana, { notes: 'Otra nota confidencial, mucho más larga que la primera' }, NOON, () => null);
    const told = ['ZZZ9000000001', 'Inconfundible', 'inconfundible', 'Singular', 'reservada', 'confidencial'];
    const traces = (): string[] => {
      const plain = join(temporaryFolder(), 'plain.db');
      copyFileSync(path, plain);
      if (existsSync(`${path}-wal`)) copyFileSync(`${path}-wal`, `${plain}-wal`);
      // Page by page, with everything that stands in no row any more.
      const copy = openConnection({ path: plain, key: { kind: 'raw', hex: KEY }, mustExist: true });
      copy.pragma('wal_checkpoint(TRUNCATE)');
      copy.pragma('journal_mode=DELETE');
      copy.pragma(`rekey=''`);
      copy.close();
      const bytes = readFileSync(plain);
      expect(bytes.includes('SQLite format 3')).toBe(true);
      return told.filter((word) => bytes.includes(word));
    };
    expect(traces()).toEqual(expect.arrayContaining(['ZZZ9000000001', 'Inconfundible', 'confidencial']));
    await store.trash.delete([ana], LATER, noBreath);
    await store.trash.purge([ana], LATER, noBreath);
    expect(statSync(`${path}-wal`).size, 'that it is finished, and no more').toBeLessThan(3 * 4120);
    expect(traces()).toEqual([]);
  });

  test('goes in short steps, and what a killed program left half done is finished and cannot be restored', async () => {
    const { store, path, reopen, ana, berta } = await office();
    for (let turn = 0; turn < 150; turn += 1) {
      ask(store, ana, status(content(1, { title: { en: `Title ${turn}`, es: null } })), later(LATER, turn));
    }
    await store.trash.delete([ana, berta], later(LATER, DAY), noBreath);
    const killed = spawn(
      process.execPath,
      [join(import.meta.dirname, '../support/purge-process.ts'), path, KEY, String(later(LATER, 2 * DAY))],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    let steps = 0;
    killed.stdout.on('data', (text: Buffer) => {
      steps += text.length;
      if (steps >= 3) killed.kill('SIGKILL');
    });
    await once(killed, 'close');
    const again = reopen();
    expect(rulesAt(path)).toEqual([]);
    expect(await again.trash.restore([ana, berta], () => LATER, noBreath)).toEqual([]);
    expect(again.trash.nextPurgeAt()).not.toBeNull();
    await again.trash.purge(null, later(LATER, 3 * DAY), noBreath);
    expect(again.trash.purges()).toMatchObject([{ asked: true, cases: 2, answers: 154, changes: 152, checks: 155 }]);
    expect(lookInto(path, `SELECT v FROM case_search_config WHERE k = 'secure-delete'`)).toBe(1);
    expect(lookInto(path, `SELECT count(DISTINCT segid) FROM case_search_idx`)).toBeLessThanOrEqual(1);
    expect(again.trash.nextPurgeAt()).toBeNull();
    expect(rulesAt(path)).toEqual([]);
  });
});

test('any sequence of edits, archiving, deleting, restoring and purging keeps counts, the indexes and keys whole', async () => {
  const step = fc.tuple(
    fc.constantFrom('ask', 'edit', 'archive', 'delete', 'restore', 'purge', 'add'),
    fc.integer({ min: 1, max: 4 }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 14 }), async (steps) => {
      const { store, path, close } = temporaryStore();
      for (const number of [1, 2, 3, 4]) await addCase(store, number, `Client ${number}`);
      let turn = 0;
      for (const [what, id] of steps) {
        turn += 1;
        const at = later(NOON, turn);
        const isThere = store.cases.detail(id)?.row.archived === false;
        if (what === 'ask' && isThere)
          ask(store, id, status(content(id, { title: { en: `T ${turn}`, es: null } })), at);
        if (what === 'edit') store.cases.change(id, { notes: `note ${turn}`, pinned: turn % 2 === 0 }, at, () => at);
        if (what === 'archive') await store.cases.archive([id], turn % 2 === 0, at, () => null, noBreath);
        if (what === 'delete') await store.trash.delete([id], at, noBreath);
        if (what === 'restore') await store.trash.restore([id], () => at, noBreath);
        if (what === 'purge') await store.trash.purge([id], at, noBreath);
        if (what === 'add') await store.cases.add([{ receipt: receipt(id), client: 'New', label: '' }], at, noBreath);
      }
      const listed = [false, true].flatMap((archived) =>
        store.cases.ids({ ...WATCHED_CASES, archived }, BY_RECEIPT, NOON),
      );
      expect(
        (await store.cases.count(WATCHED_CASES, NOON, noBreath)) +
          (await store.cases.count({ ...WATCHED_CASES, archived: true }, NOON, noBreath)),
      ).toBe(listed.length);
      for (const id of listed) expect(store.cases.detail(id)).not.toBeNull();
      for (const { id } of store.trash.deleted(9).cases) expect(listed).not.toContain(id);
      expect(rulesAt(path)).toEqual([]);
      close();
    }),
    { numRuns: 25 },
  );
});
