import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Store } from '../../electron/store/store.ts';
import { DAY, later } from '../../shared/clock.ts';
import type { CaseFilter, CaseSort } from '../../shared/contract/cases.ts';
import {
  addCase,
  ask,
  content,
  lookInto,
  noAnswer,
  noBreath,
  NOON,
  notRecognised,
  receipt,
  status,
  temporaryStore,
} from '../support/temporary-store.ts';
import { WATCHED_CASES } from '../../shared/contract/page-lists.ts';

const BY_RECEIPT: CaseSort = { by: 'receipt', descending: false };

const clients = (store: Store, filter: Partial<CaseFilter>, sort: CaseSort = BY_RECEIPT): string[] =>
  store.cases
    .page({ filter: { ...WATCHED_CASES, ...filter }, sort, offset: 0, limit: 100 }, later(NOON, DAY))
    .map(({ client }) => client);

describe('adding', () => {
  const list = [receipt(1), ` zzz-900-000-0002 `, 'nonsense', receipt(1), 'ZZZ12'].join('\n');

  test('a preview says what we make of each line and writes nothing', async () => {
    const { store } = temporaryStore();
    const id = await addCase(store, 1);
    expect((await store.cases.preview(list, noBreath)).map(({ verdict }) => verdict)).toEqual([
      { kind: 'present', receipt: receipt(1), caseId: id, archived: false },
      { kind: 'new', receipt: receipt(2), normalised: true, unknownPrefix: true },
      { kind: 'malformed', reason: 'not_digits' },
      { kind: 'repeated', receipt: receipt(1) },
      { kind: 'malformed', reason: 'too_short' },
    ]);
    expect(await store.cases.count(WATCHED_CASES, NOON, noBreath)).toBe(1);
  });

  test('adds what is well-formed and new, once', async () => {
    const { store } = temporaryStore();
    const entered = list.split('\n').map((line) => ({ receipt: line, client: 'Ana', label: '' }));
    const first = await store.cases.add(entered, NOON, noBreath);
    expect(first.lines.map(({ verdict }) => verdict.kind)).toEqual([
      'new',
      'new',
      'malformed',
      'repeated',
      'malformed',
    ]);
    const again = await store.cases.add(entered, NOON, noBreath);
    expect(again.added).toEqual([]);
    expect(store.cases.ids(WATCHED_CASES, BY_RECEIPT, NOON)).toEqual(first.added);
    expect(store.cases.detail(first.added[0] ?? 0)).toMatchObject({
      row: {
        recognition: 'never_asked',
        group: 'unclassified',
        stage: 'unknown',
        nextCheckAt: NOON,
        title: null,
        cadence: 'automatic',
      },
      createdAt: NOON,
      observations: [],
      checks: [],
    });
  });

  test('many are added with breaths between them', async () => {
    const { store } = temporaryStore();
    let breaths = 0;
    const entered = Array.from({ length: 950 }, (_, index) => ({ receipt: receipt(index), client: '', label: '' }));
    await store.cases.add(entered, NOON, () => {
      breaths += 1;
      return Promise.resolve();
    });
    expect(breaths).toBeGreaterThanOrEqual(9);
    expect(await store.cases.count(WATCHED_CASES, NOON, noBreath)).toBe(950);
  });
});

describe('finding', () => {
  async function office(): Promise<Store> {
    const { store } = temporaryStore();
    const a = await addCase(store, 1, 'López, María', 'family');
    const b = await addCase(store, 2, 'smith, John', '100%_sure');
    const c = await addCase(store, 3, 'Núñez, Rosa', '');
    const d = await addCase(store, 4, 'Zimmer "Zim"', 'old');
    ask(store, a, status(content(1)));
    ask(store, a, status(content(1, { title: { en: 'Case Was Approved', es: 'Caso Fue Aprobado' } })));
    ask(store, b, status(content(2)));
    ask(store, b, noAnswer, later(NOON, DAY));
    ask(store, c, notRecognised);
    ask(store, c, notRecognised);
    store.cases.change(b, { pinned: true, notes: 'Pidió la hipoteca el lunes' }, NOON, () => NOON);
    await store.cases.archive([d], true, NOON, () => null, noBreath);
    return store;
  }

  test.each<[string, Partial<CaseFilter>, string[]]>([
    ['nothing', {}, ['López, María', 'smith, John', 'Núñez, Rosa']],
    ['accents and capitals', { search: 'LOPEZ maria' }, ['López, María']],
    ['words in any order', { search: 'maria lop' }, ['López, María']],
    ['the end of a receipt', { search: '0002' }, ['smith, John']],
    ['a status in English', { search: 'approved' }, ['López, María']],
    ['a status in Spanish', { search: 'aprobado' }, ['López, María']],
    ['a label with signs', { search: '100%_' }, ['smith, John']],
    ['signs that mean nothing', { search: '%%%' }, []],
    ['notes', { search: 'HIPOTECA lun' }, ['smith, John']],
    ["USCIS's text in Spanish", { search: 'recibimos' }, ['López, María', 'smith, John']],
    ['a letter that begins no word', { search: 'case q approved' }, []],
    ['a letter that begins a word of a text', { search: 'case w approved' }, ['López, María']],
    ['some words here and some there', { search: 'smith hipoteca recibido' }, ['smith, John']],
    ['one letter: the beginning of a client', { search: 'n' }, ['Núñez, Rosa']],
    ['a receipt with dashes', { search: 'zzz-90-000-00003' }, ['Núñez, Rosa']],
    ['a short beginning of a word', { search: 'jo' }, ['smith, John']],
    ['a short middle of a word', { search: 'oh' }, []],
    ['quotes', { search: '"zim"', archived: true }, ['Zimmer "Zim"']],
    ['the archive', { archived: true }, ['Zimmer "Zim"']],
    ['unread', { only: 'unread' }, ['López, María']],
    ['unrecognised', { only: 'unrecognised' }, ['Núñez, Rosa']],
    ['pinned', { only: 'pinned' }, ['smith, John']],
    ['stale: without an answer, or overdue', { only: 'stale' }, ['smith, John', 'Núñez, Rosa']],
    ['a stage', { stage: 'decided' }, ['López, María']],
    ['a group', { group: 'received_or_intake' }, ['smith, John']],
    [
      'all at once',
      { group: 'received_or_intake', stage: 'pending', only: 'pinned', search: 'smi j' },
      ['smith, John'],
    ],
  ])('%s', async (_, filter, expected) => {
    const store = await office();
    expect(clients(store, filter)).toEqual(expected);
    expect(await store.cases.count({ ...WATCHED_CASES, ...filter }, later(NOON, DAY), noBreath)).toBe(expected.length);
  });

  test('the best match comes first, whether few match or many', async () => {
    const { store } = temporaryStore();
    const best: CaseSort = { by: 'match', descending: false };
    const a = await addCase(store, 1, 'Lunar, Eva', '');
    await addCase(store, 2, 'Eva Lunar', '');
    await addCase(store, 3, 'Plenilunar', '');
    const d = await addCase(store, 4, 'Notes', '');
    const e = await addCase(store, 5, 'Text', '');
    ask(store, a, status(content(1)));
    store.cases.change(d, { notes: 'the lunar calendar' }, NOON, () => null);
    ask(store, e, status(content(5, { description: { en: 'A lunar text.', es: null } })));
    const order = ['Lunar, Eva', 'Eva Lunar', 'Plenilunar', 'Notes', 'Text'];
    expect(clients(store, { search: 'lunar' }, best)).toEqual(order);
    expect(clients(store, { search: 'ZZZ' }, best)).toEqual(['Lunar, Eva', 'Eva Lunar', 'Plenilunar', 'Notes', 'Text']);
    await store.cases.add(
      Array.from({ length: 400 }, (_, index) => ({
        receipt: receipt(100 + index),
        client: `X ${index} lunar`,
        label: '',
      })),
      NOON,
      noBreath,
    );
    for (const search of ['lunar', 'lunar x', 'zzz', 'received', 'lunar te', 'x']) {
      const filter = { ...WATCHED_CASES, search };
      const ids = store.cases.ids(filter, best, NOON);
      expect(new Set(ids).size, search).toBe(ids.length);
      expect(await store.cases.count(filter, NOON, noBreath), search).toBe(ids.length);
      expect(
        [...ids].sort((x, y) => x - y),
        search,
      ).toEqual([...store.cases.ids(filter, BY_RECEIPT, NOON)].sort((x, y) => x - y));
      for (const size of [7, 100]) {
        const paged: number[] = [];
        for (let offset = 0; offset < ids.length; offset += size) {
          paged.push(...store.cases.page({ filter, sort: best, offset, limit: size }, NOON).map(({ id }) => id));
        }
        expect(paged, search).toEqual(ids);
      }
    }
    expect(clients(store, { search: 'lunar' }, best).slice(0, 3)).toEqual(['Lunar, Eva', 'Eva Lunar', 'Plenilunar']);
  });

  test('an answer leaves the index of words alone unless its text is one that nobody had', async () => {
    const { path, store, close } = temporaryStore();
    const [a, b] = [await addCase(store, 1, 'Ana'), await addCase(store, 2, 'Berta')];
    ask(store, a, status(content(1)));
    const indexed = (): unknown =>
      lookInto(path, `SELECT (SELECT count(*) FROM texts) || ' ' || (SELECT sum(length(block)) FROM case_search_data)`);
    const before = indexed();
    ask(store, b, status(content(2, { description: { en: 'On May 3, 2026, we received it.', es: 'Lo recibimos.' } })));
    ask(store, b, status(content(2, { description: { en: 'On May 4, 2026, we received it.', es: 'Lo recibimos.' } })));
    expect(indexed()).toBe(before);
    close();
  });

  test('clients are sorted as people read them', async () => {
    const store = await office();
    const sort: CaseSort = { by: 'client', descending: false };
    expect(clients(store, {}, sort)).toEqual(['López, María', 'Núñez, Rosa', 'smith, John']);
    expect(clients(store, {}, { ...sort, descending: true })).toEqual(['smith, John', 'Núñez, Rosa', 'López, María']);
  });

  test('what is never checked comes after everything that is', async () => {
    const store = await office();
    store.cases.change(1, { cadence: 'never' }, NOON, () => null);
    expect(clients(store, {}, { by: 'nextCheckAt', descending: false }).at(-1)).toBe('López, María');
  });

  test('pages of any sort, filter and size make up the whole list, each case once', async () => {
    const { store } = temporaryStore();
    const letters = ['a', 'b', 'b', 'é', 'É', '', 'z'];
    for (let number = 0; number < 40; number += 1) {
      const id = await addCase(store, number, letters[number % 7], letters[number % 5]);
      if (number % 3 === 0)
        ask(store, id, status(content(number, { form: `I-${number % 4}` })), later(NOON, number % 2));
    }
    const by = fc.constantFrom<CaseSort['by'][]>(
      ...(['receipt', 'client', 'form', 'title', 'group', 'saidOn', 'askedAt', 'nextCheckAt'] as const),
    );
    const stage = fc.constantFrom<CaseFilter['stage'][]>(null, 'pending', 'unknown');
    const search = fc.constantFrom('', 'b', 'e', 'zzz', 'received');
    await fc.assert(
      fc.asyncProperty(
        by,
        fc.boolean(),
        stage,
        search,
        fc.integer({ min: 1, max: 9 }),
        async (key, descending, only, words, size) => {
          const filter = { ...WATCHED_CASES, stage: only, search: words };
          const sort = { by: key, descending };
          const ids = store.cases.ids(filter, sort, NOON);
          const paged: number[] = [];
          for (let offset = 0; offset < ids.length; offset += size) {
            paged.push(...store.cases.page({ filter, sort, offset, limit: size }, NOON).map((row) => row.id));
          }
          expect(paged).toEqual(ids);
          expect(new Set(ids).size).toBe(ids.length);
          expect(await store.cases.count(filter, NOON, noBreath)).toBe(ids.length);
          expect(store.cases.ids(filter, { by: key, descending: !descending }, NOON)).toEqual([...ids].reverse());
        },
      ),
    );
  });
});

describe('changing', () => {
  test('what the office writes is kept and found; what it leaves out stays', async () => {
    const { store } = temporaryStore();
    const id = await addCase(store, 1, 'Ana', 'first');
    expect(store.cases.change(id, { client: 'Berta', notes: 'call back' }, NOON, () => null)).toHaveLength(2);
    expect(store.cases.detail(id)).toMatchObject({ row: { client: 'Berta', label: 'first' }, notes: 'call back' });
    expect(clients(store, { search: 'berta' })).toEqual(['Berta']);
    expect(clients(store, { search: 'ana' })).toEqual([]);
    expect(store.cases.change(99, { client: 'Nobody' }, NOON, () => null)).toBeNull();
    expect(store.cases.detail(99)).toBeNull();
    expect(store.cases.rawBody(99)).toBeNull();
  });

  test('the next check is planned anew only where it may be another', async () => {
    const { store } = temporaryStore();
    const id = await addCase(store, 1);
    const planned: string[] = [];
    const plan = (after: { cadence: string; pinned: boolean; archived: boolean }) => {
      planned.push(`${after.cadence} ${String(after.pinned)} ${String(after.archived)}`);
      return after.archived ? null : later(NOON, DAY);
    };
    store.cases.change(id, { client: 'x', cadence: 'automatic', pinned: false }, NOON, plan);
    expect(planned).toEqual([]);
    store.cases.change(id, { cadence: 'weekly' }, NOON, plan);
    store.cases.change(id, { pinned: true }, NOON, plan);
    expect(store.cases.detail(id)?.row.nextCheckAt).toBe(NOON + DAY);
    expect(await store.cases.archive([id, 77], true, NOON, plan, noBreath)).toEqual([id]);
    expect(await store.cases.archive([id], true, NOON, plan, noBreath)).toEqual([]);
    expect(store.pulls.nextDueAt()).toBeNull();
    expect(await store.cases.archive([id], false, NOON, plan, noBreath)).toEqual([id]);
    expect(planned).toEqual(['weekly false false', 'weekly true false', 'weekly true true', 'weekly true false']);
    expect(store.pulls.nextDueAt()).toBe(NOON + DAY);
  });
});

describe('the inbox', () => {
  test('is read in pages, newest first, and acknowledged one by one or whole', async () => {
    const { store } = temporaryStore();
    const id = await addCase(store, 1);
    for (const en of ['One', 'Two', 'Three', 'Four']) ask(store, id, status(content(1, { title: { en, es: null } })));
    const first = store.changes.list({ unreadOnly: true, before: null, limit: 2 });
    expect(first.changes.map(({ after }) => after?.title.en)).toEqual(['Four', 'Three']);
    expect(first.more).toBe(true);
    const rest = store.changes.list({ unreadOnly: true, before: first.changes[1]?.id ?? 0, limit: 2 });
    expect(rest).toMatchObject({ changes: [{ before: { title: { en: 'One' } } }], more: false });
    const [newest] = first.changes;
    const one = { ids: [newest?.id ?? 0, 999], read: true };
    expect(await store.changes.acknowledge(one, NOON, noBreath)).toEqual([newest?.id]);
    expect(store.changes.list({ unreadOnly: true, before: null, limit: 9 }).changes).toHaveLength(2);
    expect(store.changes.list({ unreadOnly: false, before: null, limit: 9 }).changes).toHaveLength(3);
    const altered = await store.changes.acknowledge({ upTo: newest?.id ?? 0 }, NOON, noBreath);
    expect(altered).toHaveLength(2);
    expect(store.changes.summary()).toMatchObject({ unread: 0, cases: 1 });
    expect(await store.changes.acknowledge({ ids: altered, read: false }, NOON, noBreath)).toEqual(altered);
    expect(store.cases.detail(id)?.row.unread).toBe(2);
  });

  test('what came after the newest change that somebody saw stays unread', async () => {
    const { store } = temporaryStore();
    const id = await addCase(store, 1);
    const say = (en: string): number => ask(store, id, status(content(1, { title: { en, es: null } })));
    say('One');
    say('Two');
    say('Three');
    const [shown] = store.changes.list({ unreadOnly: true, before: null, limit: 9 }).changes;
    say('Four');
    const altered = await store.changes.acknowledge({ upTo: shown?.id ?? 0 }, NOON, noBreath);
    expect(altered).toHaveLength(2);
    const unread = store.changes.list({ unreadOnly: true, before: null, limit: 9 }).changes;
    expect(unread.map(({ after }) => after?.title.en)).toEqual(['Four']);
  });

  test('says how the last pull went: how many were asked, and of how many something was heard', async () => {
    const { store } = temporaryStore();
    expect(store.changes.summary().lastPull).toBeNull();
    const ids = [await addCase(store, 1), await addCase(store, 2), await addCase(store, 3), await addCase(store, 4)];
    const pull = store.pulls.beginPull('schedule', ids, NOON);
    for (const answer of [status(content(1)), notRecognised, noAnswer]) {
      const check = store.pulls.nextCheck(pull.id);
      store.pulls.recordAnswer(check?.id ?? 0, answer, NOON, () => null);
    }
    expect(store.changes.summary().lastPull).toBeNull();
    store.pulls.finishPull(pull.id, NOON);
    expect(store.changes.summary().lastPull).toEqual({ endedAt: NOON, asked: 3, answered: 2 });
  });
});
