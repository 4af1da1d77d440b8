import { expect, test } from 'vitest';
import type { Store } from '../../electron/store/store.ts';
import { MOST_TAGS } from '../../shared/case/tags.ts';
import { later, MINUTE } from '../../shared/clock.ts';
import { WATCHED_CASES } from '../../shared/contract/page-lists.ts';
import { addCase, noBreath, NOON, receipt, temporaryStore } from '../support/temporary-store.ts';

const never = () => null;
const tagsOf = (store: Store, id: number) => store.cases.detail(id)?.row.tags;
const found = (store: Store, search: string) =>
  store.cases.ids({ ...WATCHED_CASES, search }, { by: 'receipt', descending: false }, NOON);

test('tags of one case are kept once each, have a history, and can be put back', async () => {
  const { store } = temporaryStore();
  const id = await addCase(store, 1, 'Ana', 'first');
  store.cases.change(id, { tags: ['asylum', 'urgent', 'Asylum'] }, NOON, never);
  store.cases.change(id, { tags: [] }, later(NOON, MINUTE), never);
  expect(tagsOf(store, id)).toEqual([]);
  const edits = store.cases.edits(id, 10)?.edits ?? [];
  expect(edits.map(({ field, before, after }) => [field, before, after])).toEqual([
    ['tags', 'asylum, urgent', ''],
    ['tags', '', 'asylum, urgent'],
  ]);
  expect(store.cases.putBack(id, edits[0]?.id ?? 0, NOON, never)).toBe(true);
  expect(tagsOf(store, id)).toEqual(['asylum', 'urgent']);
});

test('many cases get a tag: those that have it, and those that are deleted, are left alone', async () => {
  const { store } = temporaryStore();
  const [one, two, three] = [await addCase(store, 1), await addCase(store, 2), await addCase(store, 3)];
  store.cases.change(two, { tags: ['Urgent'] }, NOON, never);
  await store.trash.delete([three], NOON, noBreath);
  expect(await store.cases.tag([one, two, three], 'urgent', true, NOON, noBreath)).toEqual({ ids: [one], full: 0 });
  expect([tagsOf(store, one), tagsOf(store, two)]).toEqual([['urgent'], ['Urgent']]);
  expect(store.cases.edits(one, 10)?.edits).toMatchObject([
    { field: 'tags', before: '', after: 'urgent', stands: false },
  ]);
  expect(await store.cases.tag([one, two], 'URGENT', false, NOON, noBreath)).toEqual({ ids: [one, two], full: 0 });
  expect([tagsOf(store, one), tagsOf(store, two)]).toEqual([[], []]);
});

test('a case with as many tags as it can have is left alone, and told', async () => {
  const { store } = temporaryStore();
  const [full, other] = [await addCase(store, 1), await addCase(store, 2)];
  const tags = Array.from({ length: MOST_TAGS }, (_each, number) => `tag ${number}`);
  store.cases.change(full, { tags }, NOON, never);
  expect(await store.cases.tag([full, other], 'one more', true, NOON, noBreath)).toEqual({ ids: [other], full: 1 });
  expect(tagsOf(store, full)).toEqual(tags);
  expect(await store.cases.tag([full, other], 'tag 3', true, NOON, noBreath)).toEqual({ ids: [other], full: 0 });
});

test('cases are found by their tags, and no longer when they are gone', async () => {
  const { store } = temporaryStore();
  const ids = [await addCase(store, 1), await addCase(store, 2)];
  await store.cases.tag(ids.slice(1), 'Niñez', true, NOON, noBreath);
  expect(found(store, 'ninez')).toEqual(ids.slice(1));
  store.cases.change(ids[0] ?? 0, { tags: ['niñez', 'visa U'] }, NOON, never);
  expect(found(store, 'ninez')).toEqual(ids);
  expect(found(store, 'visa u')).toEqual(ids.slice(0, 1));
  await store.cases.tag(ids, 'niñez', false, NOON, noBreath);
  expect(found(store, 'ninez')).toEqual([]);
});

test('every tag is told once, in the order of the alphabet', async () => {
  const { store } = temporaryStore();
  expect(store.cases.tags()).toEqual([]);
  for (const [index, tags] of [['urgent', 'asylum'], ['Urgent'], ['école', 'Zeta'], []].entries()) {
    store.cases.change(await addCase(store, index + 1), { tags }, NOON, never);
  }
  expect(store.cases.tags()).toEqual(['asylum', 'école', 'Urgent', 'Zeta']);
});

test('thousands get a tag in short steps, found after, and the index of words is as it was set', async () => {
  const { store } = temporaryStore();
  const entered = Array.from({ length: 2500 }, (_each, number) => ({
    receipt: receipt(number),
    client: '',
    label: '',
  }));
  const { added } = await store.cases.add(entered, NOON, noBreath);
  let breaths = 0;
  const breathe = (): Promise<void> => {
    breaths += 1;
    return Promise.resolve();
  };
  const tagged = await store.cases.tag(added, 'hardship', true, NOON, breathe);
  expect(tagged.ids).toEqual(added);
  expect(breaths).toBeGreaterThan(10);
  expect(found(store, 'hardship')).toHaveLength(2500);
  expect(store.cases.tags()).toEqual(['hardship']);
});
