import { withCases } from './case-deeds.ts';
import { withCopies } from './copy-deeds.ts';
import { withFiles } from './file-deeds.ts';
import { DEEDS, type Deed } from './words.ts';
import { act, oneOf, type Choices, type Known, type Work } from './work.ts';

/** What makes that which another deed works upon. */
const BEFORE: Readonly<Partial<Record<Deed, Deed>>> = {
  'bring back': 'archive',
  undelete: 'delete',
  purge: 'delete',
  restore: 'backup',
  'undo a restore': 'restore',
  export: 'new code',
  merge: 'open a bundle',
  'make a workspace': 'open a bundle',
  'remove a workspace': 'make a workspace',
};

/** The heavy hand: one large deed after the other, beginning with what it is told, without an end. */
export async function largeDeeds(work: Work & { readonly from: number }): Promise<void> {
  const { random, go } = work;
  const known: Known = { backups: [...go.backups], undo: go.undo, bundle: null };
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
