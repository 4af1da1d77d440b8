import { WATCHED_CASES } from '../../../shared/contract/page-lists.ts';
import { receipt } from '../receipts.ts';
import { caseOf, changeOf, PLACE, READ, valueWithHistory, withHistory, type Fact } from './facts.ts';
import { move, NOTHING, openedOf, someCases, type Choices, type Work } from './work.ts';

/** What is done with many cases, or many changes, at once. */
export function withCases(
  work: Work & { readonly from: number },
): Choices<'import' | 'ask' | 'archive' | 'bring back' | 'delete' | 'undelete' | 'purge' | 'read all' | 'unread'> {
  const { random } = work;
  let next = work.from;
  const opened = () => openedOf(work);
  const upTo = (most: number): number => 1 + Math.floor(random.next() * most);
  const live = (count: number) => someCases(opened(), WATCHED_CASES, count, random);
  const deleted = (count: number) => opened().store.trash.deleted(count).cases;
  const read = (ids: readonly number[], value: 'yes' | 'no'): Fact[] =>
    ids.map((each) => [changeOf(each), READ, value]);

  return {
    import() {
      const cases = Array.from({ length: 20 + upTo(280) }, () => {
        next += 1;
        return { receipt: receipt(next), client: `Quartermaine ${next % 97}`, label: `Label ${next}` };
      });
      return {
        facts: cases.flatMap(entered),
        async run() {
          await opened().addCases(cases);
          return {};
        },
      };
    },
    ask() {
      const cases = live(upTo(60));
      if (cases.length === 0) return null;
      return {
        async run() {
          await opened().checkNow(cases.map((each) => each.id));
          return {};
        },
      };
    },
    archive: () => move(live(upTo(120)), 'archived', (ids) => opened().archive(ids, true)),
    'bring back': () =>
      move(someCases(opened(), { ...WATCHED_CASES, archived: true }, upTo(120), random), 'live', (ids) =>
        opened().archive(ids, false),
      ),
    delete: () => move(live(upTo(120)), 'deleted', (ids) => opened().deleteCases(ids)),
    undelete: () => move(deleted(upTo(120)), 'live', (ids) => opened().restoreCases(ids)),
    purge: () => move(deleted(upTo(120)), 'absent', async (ids) => ((await opened().purge(ids)) === null ? [] : ids)),
    'read all'() {
      const { changes } = opened().store.changes.list({ unreadOnly: true, before: null, limit: 1000 });
      const [newest] = changes;
      if (newest === undefined) return NOTHING;
      return {
        facts: read(
          changes.map(({ id }) => id),
          'yes',
        ),
        run: async () => ({ facts: read(await opened().acknowledge({ upTo: newest.id }), 'yes') }),
      };
    },
    unread() {
      const { changes } = opened().store.changes.list({ unreadOnly: false, before: null, limit: upTo(100) });
      const ids = changes.flatMap((change) => (change.read ? [change.id] : []));
      if (ids.length === 0) return NOTHING;
      return {
        facts: read(ids, 'no'),
        run: async () => ({ facts: read(await opened().acknowledge({ ids, read: false }), 'no') }),
      };
    },
  };
}

const entered = (added: { readonly receipt: string; readonly client: string; readonly label: string }): Fact[] => {
  const about = caseOf(added.receipt);
  return [
    [about, PLACE, 'live'],
    ...(['client', 'label'] as const).flatMap((field): Fact[] => [
      [about, field, added[field]],
      [about, withHistory(field), valueWithHistory(added[field], null)],
    ]),
  ];
};
