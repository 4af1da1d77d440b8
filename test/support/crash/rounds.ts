import { systemClock } from '../../../electron/clock.ts';
import { startSimulator, type Simulator } from '../../../electron/simulator/simulator.ts';
import { MIGRATIONS } from '../../../electron/store/schema/steps.ts';
import { databasePath } from '../../../electron/workspaces/record.ts';
import { sleep } from '../../../shared/clock.ts';
import type { Random } from '../../../shared/random.ts';
import { good } from '../good.ts';
import { KEY } from '../temporary-store.ts';
import { asFound, OTHERS, OUTSIDE } from './facts.ts';
import { ID, makeGrounds } from './grounds.ts';
import { factsIn, unprovedIn, withDatabase } from './inspect.ts';
import { createKilling, type Figures, type Kill } from './killing.ts';
import { callsOfNow, createLooking } from './looking.ts';
import { northside } from './northside.ts';
import { crashOffice } from './office.ts';
import { asking, makeOldOffice, NAME } from './old-office.ts';
import { Witness } from './witness.ts';
import type { Go } from './words.ts';

const NEWEST = MIGRATIONS.at(-1)?.version ?? 0;
/** Calls that a process has left: few enough for the budget to be met. */
const CALLS = 150;
/** What USCIS says, in turn, so that there are changes. Two of these our own table does not know. */
const TITLES = [
  'Case Was Received',
  'An Invented Title',
  'Request for Additional Evidence Was Sent',
  'Another Invented Title',
  'Case Was Approved',
];

export interface Round extends Kill {
  /** Killed a second time while it opens, before anybody looks. */
  readonly twice: boolean;
}

/** An office on the disk, whose program is killed over and over, and looked at after each kill. */
export interface CrashedOffice {
  /** Gives what is not as it must be. */
  round(round: Round): Promise<string[]>;
  stop(): Promise<void>;
}

/** `top`: an empty folder; `version`: the program that made the office's database, and filled it. */
export async function crashedOffice(
  top: string,
  version: number,
  random: Random,
  figures: Figures,
): Promise<CrashedOffice> {
  const simulator = await startSimulator({
    clock: systemClock,
    anyReceipt: true,
    limits: { perSecond: Number.POSITIVE_INFINITY, perDay: Number.POSITIVE_INFINITY },
  });
  const grounds = makeGrounds(top);
  await makeOldOffice(grounds, version, simulator, CALLS);
  const theirs = await northside(grounds);
  const first = withDatabase(databasePath(grounds.home), KEY, (connection) => ({
    facts: factsIn(connection),
    unproved: unprovedIn(connection),
  }));
  const witness = new Witness(
    asFound(first.facts),
    [
      [OUTSIDE, 'name', NAME],
      [OUTSIDE, 'folder', grounds.home],
      [OUTSIDE, 'code', ''],
      [OUTSIDE, OTHERS, '0'],
    ],
    theirs.bundles,
  );
  const killing = createKilling(grounds, witness, random, figures);
  const looking = createLooking(grounds, witness, simulator, theirs.bundles, { key: KEY, unproved: first.unproved });
  /** The schema that the database has, as far as it was seen. */
  let stands = version;
  /** Calls that the present day has. */
  let limit = CALLS;
  let folder = grounds.home;
  /** Workspaces that were made of bundles. */
  let others: readonly string[] = [];
  let turn = 0;

  const live = (kill: Kill, working: boolean): Promise<string[]> => {
    turn += 1;
    stir(simulator, witness.receipts, turn);
    const go: Go = {
      first: kill.target === 'opening' ? null : kill.target,
      working,
      backups: witness.backups,
      undo: witness.undo,
      disks: [...grounds.disks],
      out: grounds.out,
      bundles: [...theirs.bundles.keys()],
      code: theirs.code,
    };
    return killing.live(kill, go, stands < NEWEST ? 'migration' : 'opening');
  };

  /** Opens the office as the next program does, without a network, until what was left half done is finished. */
  async function finish(): Promise<string[]> {
    const workspaces = crashOffice(grounds.root, false, {
      fault: (what) => witness.faults.push(what),
      announced(workspace, changes) {
        if (workspace === ID) witness.hear({ say: 'announced', changes: [...changes] });
      },
      changed: () => undefined,
    });
    const listed = workspaces.list();
    others = listed.flatMap((each) => (each.id === ID ? [] : [each.id]));
    for (const id of [...others, ID]) {
      const opened = await workspaces.open(id);
      if (!opened.ok) return [`${id} does not open: ${opened.problem.kind} ${opened.problem.detail ?? ''}`];
    }
    // A half purge goes on, and the second disk is looked at, which takes a moment.
    const isDone = (): boolean => {
      const at = workspaces.current()?.store.trash.nextPurgeAt() ?? null;
      const looked = good(workspaces.backups.state(ID)).second !== null;
      return looked && (at === null || at > systemClock.now());
    };
    while (!isDone()) await sleep(systemClock, 5);
    folder = good(workspaces.places.state(ID)).folder;
    const wrong = [
      ...settled('name', listed.find(({ id }) => id === ID)?.name ?? ''),
      ...settled('folder', folder),
      ...settled(OTHERS, String(others.length)),
    ];
    limit = Math.max(0, ...callsOfNow(grounds.root, simulator)) + CALLS;
    good(await workspaces.change(ID, { ...asking(simulator, limit), hours: null, credentials: null }));
    if (stands < NEWEST) {
      const [before] = good(workspaces.backups.state(ID)).backups.filter(({ reason }) => reason === 'before_migration');
      if (before === undefined) wrong.push('nothing was saved before the migration');
      else witness.knows(before.id);
    }
    await workspaces.close();
    stands = NEWEST;
    return wrong;
  }

  function settled(what: string, value: string): string[] {
    const may = witness.outside(what);
    witness.settleOutside(what, value);
    return may.includes(value) ? [] : [`its ${what} is ${value}, not ${may.join(' or ')}`];
  }

  return {
    async round({ twice, ...kill }) {
      const wrong = await live(kill, true);
      if (twice && wrong.length === 0)
        wrong.push(...(await live({ ...kill, target: 'opening', at: random.next() }, false)));
      wrong.push(...looking.readable());
      // The next one loads its program meanwhile.
      killing.prepare();
      try {
        wrong.push(...(await finish()));
        if (wrong.length === 0) wrong.push(...(await looking.all(folder, others, limit)));
      } catch (error) {
        // What nobody can look at is not as it must be either.
        wrong.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
      }
      return wrong;
    },
    async stop() {
      await killing.stop();
      await simulator.stop();
    },
  };
}

/** Since the last process USCIS has something new to say of every case. */
function stir(simulator: Simulator, receipts: readonly string[], turn: number): void {
  for (const [index, receipt] of receipts.entries()) {
    simulator.set(receipt, { title: TITLES[(index + turn) % TITLES.length] ?? '' });
  }
}
