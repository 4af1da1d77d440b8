import type { CaseFilter } from '../../../shared/contract/cases.ts';
import type { Random } from '../../../shared/random.ts';
import type { OpenWorkspace } from '../../../electron/workspaces/open/open-workspace.ts';
import type { Workspaces } from '../../../electron/workspaces/workspaces.ts';
import { caseOf, PLACE, type Fact } from './facts.ts';
import type { Deed, Go, Place, Said } from './words.ts';

/** What both hands of the load work with. */
export interface Work {
  readonly workspaces: Workspaces;
  readonly root: string;
  readonly id: string;
  readonly go: Go;
  readonly random: Random;
  readonly say: (said: Said) => void;
}

/** Something that is about to be done. */
export interface Begun {
  /** Each may stand from now on. */
  readonly facts?: readonly Fact[];
  /** What it works with that has a name. */
  readonly with?: string;
  readonly run: () => Promise<Done> | Done;
}

/** What came of it. */
interface Done {
  /** What stands now; left out: all that was begun. */
  readonly facts?: readonly Fact[];
  /** The backup that it made. */
  readonly made?: string | null;
}

/** Null: there is nothing yet to do it with. */
export type Choices<Name extends Deed = Deed> = Readonly<Record<Name, () => Begun | null>>;

/** What the process knows of the copies, as they were acknowledged. */
export interface Known {
  readonly backups: string[];
  undo: string | null;
  /** The bundle that is open: its file. */
  bundle: string | null;
}

export const NOTHING: Begun = { run: () => ({}) };

/** Says what is about to be done, does it, and says what came of it. */
export async function act(
  { say }: Pick<Work, 'say'>,
  name: Pick<Extract<Said, { say: 'begin' }>, 'hand' | 'deed'>,
  { facts = [], with: what = null, run }: Omit<Begun, 'with'> & { readonly with?: string | null },
): Promise<void> {
  say({ say: 'begin', ...name, facts: [...facts], with: what });
  const came = await run();
  say({ say: 'end', hand: name.hand, facts: [...(came.facts ?? facts)], made: came.made ?? null });
}

export const openedOf = ({ workspaces, id }: Pick<Work, 'workspaces' | 'id'>): OpenWorkspace => {
  const current = workspaces.current(id);
  if (current === null) throw new Error('the workspace is closed');
  return current;
};

/** What a case is known by here and there. */
interface Named {
  readonly id: number;
  readonly receipt: string;
}

/** Some cases in a row of the list, one of the first `among` of it, from either end. */
export function someCases(opened: OpenWorkspace, filter: CaseFilter, count: number, random: Random, among = 400) {
  const sort = { by: 'receipt', descending: random.next() < 0.5 } as const;
  const offset = Math.floor(random.next() ** 2 * among);
  const page = (from: number) =>
    opened.store.cases.page({ filter, sort, offset: from, limit: count }, opened.clock.now());
  const found = page(offset);
  return found.length > 0 ? found : page(0);
}

/** Takes cases to another place. `run` gives the ids of those that it moved. Null: there are none. */
export function move(
  cases: readonly Named[],
  to: Place,
  run: (ids: readonly number[]) => Promise<readonly number[]>,
): Begun | null {
  if (cases.length === 0) return null;
  const placed = (some: readonly Named[]): Fact[] => some.map(({ receipt }) => [caseOf(receipt), PLACE, to]);
  return {
    facts: placed(cases),
    async run() {
      const moved = new Set(await run(cases.map((each) => each.id)));
      return { facts: placed(cases.filter(({ id }) => moved.has(id))) };
    },
  };
}

export const oneOf = <Item>(items: readonly Item[], random: Random): Item | undefined =>
  items[Math.floor(random.next() * items.length)];
