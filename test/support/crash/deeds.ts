import { basename, join } from 'node:path';
import { WATCHED_CASES } from '../../../shared/contract/page-lists.ts';
import { readRecoveryCode } from '../../../shared/recovery-code.ts';
import { good } from '../good.ts';
import { receipt } from '../receipts.ts';
import { caseOf, changeOf, OUTSIDE, PLACE, READ, valueWithHistory, withHistory, type Fact } from './facts.ts';
import { DEEDS, type Deed } from './words.ts';
import { act, move, oneOf, openedOf, someCases, type Begun, type Work } from './work.ts';

/** What makes that which another deed works upon. */
const BEFORE: Readonly<Partial<Record<Deed, Deed>>> = {
  'bring back': 'archive',
  undelete: 'delete',
  purge: 'delete',
  restore: 'backup',
  'undo a restore': 'restore',
  export: 'new code',
};

/** The heavy hand: one large deed after the other, beginning with what it is told, without an end. */
export async function largeDeeds(work: Work & { readonly from: number }): Promise<void> {
  const { random, go } = work;
  const known: Known = { backups: [...go.backups], undo: go.undo };
  const choices: Choices = { ...withCases(work), ...withCopies(work, known), ...withFiles(work, known) };
  const doOne = async (deed: Deed): Promise<void> => {
    const begun = choices[deed]();
    if (begun !== null) return act(work, { hand: 'heavy', deed }, begun);
    await doOne(BEFORE[deed] ?? 'import');
    return doOne(deed);
  };
  const first = DEEDS.find((deed) => deed === go.first);
  if (first !== undefined) await doOne(first);
  for (;;) await doOne(oneOf(DEEDS, random) ?? 'ask');
}

/** Null: there is nothing yet to do it with. */
type Choices<Name extends Deed = Deed> = Readonly<Record<Name, () => Begun | null>>;

/** What the process knows of the copies, as they were acknowledged. */
interface Known {
  readonly backups: string[];
  undo: string | null;
}

const NOTHING: Begun = { run: () => ({}) };

/** What is done with many cases, or many changes, at once. */
function withCases(
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

/** What is done with the whole database: copies of it, its key, its repair. */
function withCopies(
  work: Work,
  known: Known,
): Choices<'backup' | 'restore' | 'undo a restore' | 'key change' | 'new code' | 'repair' | 'reopen'> {
  const { workspaces, id, random } = work;
  const { backups } = known;
  const kept = (): string[] => {
    const there = new Set(good(workspaces.backups.state(id)).backups.map((backup) => backup.id));
    return backups.filter((backup) => there.has(backup));
  };
  const restoring = (backup: string | null | undefined): Begun | null =>
    backup === null || backup === undefined
      ? null
      : {
          with: backup,
          async run() {
            const { saved } = good(await workspaces.backups.restore(id, backup));
            known.undo = saved;
            if (saved !== null) backups.push(saved);
            return { made: saved };
          },
        };
  const withNewCode = (use: (typed: readonly string[]) => Promise<unknown>): Begun => {
    const { groups, asked } = good(workspaces.keys.newCode(id));
    const read = readRecoveryCode(groups.join('-'));
    if (read.kind !== 'good') throw new Error('it is a code');
    return {
      facts: [[OUTSIDE, 'code', read.code]],
      async run() {
        await use(asked.map((index) => groups[index] ?? ''));
        return {};
      },
    };
  };

  return {
    backup: () => ({
      async run() {
        const made = good(await workspaces.backups.make(id, 'asked'))?.id ?? null;
        if (made !== null) backups.push(made);
        return { made };
      },
    }),
    restore: () => restoring(oneOf(kept(), random)),
    'undo a restore': () => restoring(known.undo !== null && kept().includes(known.undo) ? known.undo : null),
    'key change': () =>
      withNewCode(async (typed) => {
        good(await workspaces.keys.change(id, typed));
        // Backups of before keep the key of their time.
        backups.splice(0);
        known.undo = null;
      }),
    'new code': () => withNewCode(async (typed) => good(await workspaces.keys.confirmCode(id, typed))),
    repair: () => ({
      async run() {
        good(await workspaces.backups.repair(id));
        return {};
      },
    }),
    reopen: () => ({
      async run() {
        good(await workspaces.open(id));
        return {};
      },
    }),
  };
}

/** What leaves the workspace's folder, or comes from outside. */
function withFiles(work: Work, known: Known): Choices<'move' | 'export' | 'open a bundle' | 'merge'> {
  const { workspaces, root, id, go, random } = work;
  const { bundles } = workspaces;
  const folderIn = (place: string | null): string =>
    place === null ? join(root, id) : join(place, `caseharbor-workspace-${id}`);
  /** Another office's, with the code that came by another way. */
  const open = async (file: string): Promise<void> => {
    good(await bundles.choose(file));
    const tried = good(await bundles.open(go.code));
    if (tried?.outcome !== 'opened') throw new Error(`${basename(file)}: ${tried?.outcome ?? 'cancelled'}`);
  };

  return {
    move() {
      const { folder } = good(workspaces.places.state(id));
      const place = oneOf(
        [null, ...go.disks].filter((each) => folderIn(each) !== folder),
        random,
      );
      if (place === undefined) return NOTHING;
      return {
        facts: [[OUTSIDE, 'folder', folderIn(place)]],
        async run() {
          good(await workspaces.places.consider(id, place));
          good(await workspaces.places.move(id));
          return {};
        },
      };
    },
    export() {
      if (workspaces.list().find((each) => each.id === id)?.recovery !== 'made') return null;
      const target = join(go.out, `Office ${1 + Math.floor(random.next() * 2)}.caseharbor-bundle`);
      return {
        with: target,
        async run() {
          good(await bundles.exportTo(id, target));
          return {};
        },
      };
    },
    'open a bundle': () => {
      const file = oneOf(go.bundles, random);
      if (file === undefined) return NOTHING;
      return {
        async run() {
          await open(file);
          bundles.forget();
          return {};
        },
      };
    },
    merge() {
      const file = oneOf(go.bundles, random);
      if (file === undefined) return NOTHING;
      return {
        with: file,
        async run() {
          await open(file);
          const merged = good(await bundles.merge(id));
          if (merged === null) throw new Error('Nobody cancelled the merge');
          const { saved } = merged;
          known.undo = saved;
          known.backups.push(saved);
          return { made: saved };
        },
      };
    },
  };
}
