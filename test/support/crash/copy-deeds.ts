import { readRecoveryCode } from '../../../shared/recovery-code.ts';
import { good } from '../good.ts';
import { OUTSIDE } from './facts.ts';
import { oneOf, type Begun, type Choices, type Known, type Work } from './work.ts';

/** What is done with the whole database: copies of it, its key, its repair. */
export function withCopies(
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
