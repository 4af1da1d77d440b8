import { WATCHED_CASES } from '../../../shared/contract/page-lists.ts';
import { readRecoveryCode } from '../../../shared/recovery-code.ts';
import { receipt } from '../receipts.ts';
import { someCases, type Work } from './edits.ts';
import { DEEDS, type Deed, type Go, type Place } from './words.ts';

interface Begun {
  readonly does?: unknown;
  /** Gives what was made, where it has a name: a backup. */
  readonly run: () => Promise<string | null>;
}

/** What makes that which another deed works upon. */
const BEFORE: Readonly<Record<Deed, Deed>> = {
  import: 'import',
  ask: 'import',
  archive: 'import',
  'bring back': 'archive',
  delete: 'import',
  undelete: 'delete',
  purge: 'delete',
  backup: 'import',
  restore: 'backup',
  'undo a restore': 'restore',
  'key change': 'import',
  'new code': 'import',
  repair: 'import',
  reopen: 'import',
};

/** The heavy hand: one large deed after the other, beginning with what it is told, without an end. */
export async function deeds(work: Work & { readonly from: number }, go: Go): Promise<void> {
  const { say, random } = work;
  const choices = createDeeds(work, go);
  const doOne = async (deed: Deed): Promise<void> => {
    const begun = choices[deed]();
    if (begun === null) {
      await doOne(BEFORE[deed]);
      return doOne(deed);
    }
    say({ say: 'begin', deed, does: begun.does ?? null });
    say({ say: 'end', deed, made: await begun.run() });
  };
  if (go.first !== null) await doOne(go.first);
  for (;;) await doOne(DEEDS[Math.floor(random.next() * DEEDS.length)] ?? 'ask');
}

function createDeeds(
  { workspaces, id, random, good, from }: Work & { readonly from: number },
  go: Go,
): Record<Deed, () => Begun | null> {
  const backups = [...go.backups];
  let undo = go.undo;
  let next = from;
  const opened = () => {
    const current = workspaces.current();
    if (current === null) throw new Error('the workspace is closed');
    return current;
  };
  const upTo = (most: number): number => 1 + Math.floor(random.next() * most);
  const live = (count: number) => someCases(opened(), WATCHED_CASES, count, random);
  const move = (
    cases: readonly { readonly id: number; readonly receipt: string }[],
    to: Place,
    run: (ids: readonly number[]) => Promise<unknown>,
  ): Begun | null =>
    cases.length === 0
      ? null
      : {
          does: { receipts: cases.map((each) => each.receipt), to },
          run: () => run(cases.map((each) => each.id)).then(() => null),
        };
  const deleted = (count: number) => opened().store.trash.deleted(count).cases;
  const kept = (): string[] => {
    const there = new Set(good(workspaces.backups.state(id)).backups.map((backup) => backup.id));
    return backups.filter((backup) => there.has(backup));
  };
  const restoring = (backup: string | null | undefined): Begun | null =>
    backup === null || backup === undefined
      ? null
      : {
          does: { backup },
          async run() {
            const { saved } = good(await workspaces.backups.restore(id, backup));
            undo = saved;
            if (saved !== null) backups.push(saved);
            return saved;
          },
        };
  const withNewCode = (use: (typed: readonly string[]) => Promise<unknown>): Begun => {
    const { groups, asked } = good(workspaces.keys.newCode(id));
    const read = readRecoveryCode(groups.join('-'));
    if (read.kind !== 'good') throw new Error('it is a code');
    return { does: { code: read.code }, run: () => use(asked.map((index) => groups[index] ?? '')).then(() => null) };
  };

  return {
    import() {
      const cases = Array.from({ length: 20 + upTo(280) }, () => {
        next += 1;
        return { receipt: receipt(next), client: `Quartermaine ${next % 97}`, label: `Label ${next}` };
      });
      return {
        does: { cases },
        run: () =>
          opened()
            .addCases(cases)
            .then(() => null),
      };
    },
    ask: () => {
      const cases = live(upTo(60));
      return cases.length === 0
        ? null
        : {
            run: () =>
              opened()
                .checkNow(cases.map((each) => each.id))
                .then(() => null),
          };
    },
    archive: () => move(live(upTo(120)), 'archived', (ids) => opened().archive(ids, true)),
    'bring back': () =>
      move(someCases(opened(), { ...WATCHED_CASES, archived: true }, upTo(120), random), 'live', (ids) =>
        opened().archive(ids, false),
      ),
    delete: () => move(live(upTo(120)), 'deleted', (ids) => opened().deleteCases(ids)),
    undelete: () => move(deleted(upTo(120)), 'live', (ids) => opened().restoreCases(ids)),
    purge: () => move(deleted(upTo(120)), 'absent', (ids) => opened().purge(ids)),
    backup: () => ({
      async run() {
        const made = good(await workspaces.backups.make(id, 'asked'))?.id ?? null;
        if (made !== null) backups.push(made);
        return made;
      },
    }),
    restore: () => {
      const there = kept();
      return restoring(there[Math.floor(random.next() * there.length)]);
    },
    'undo a restore': () => restoring(undo !== null && kept().includes(undo) ? undo : null),
    'key change': () => {
      const begun = withNewCode(async (typed) => good(await workspaces.keys.change(id, typed)));
      return {
        ...begun,
        async run() {
          await begun.run();
          // Backups of before keep the key of their time.
          backups.splice(0);
          undo = null;
          return null;
        },
      };
    },
    'new code': () => withNewCode(async (typed) => good(await workspaces.keys.confirmCode(id, typed))),
    repair: () => ({ run: async () => good(await workspaces.backups.repair(id)).keptIn }),
    reopen: () => ({ run: async () => good(await workspaces.open(id)) }),
  };
}
