import { existsSync, watch, type FSWatcher } from 'node:fs';
import { dirname, join } from 'node:path';
import { systemClock } from '../../../electron/clock.ts';
import { SECOND, type Milliseconds } from '../../../shared/clock.ts';
import type { Random } from '../../../shared/random.ts';
import { startLife, type Life } from '../life.ts';
import { ID, type Grounds } from './grounds.ts';
import { readSaid, type CrashOrders, type Go, type Said, type Target } from './words.ts';
import type { Witness } from './witness.ts';

/** When a process is killed. */
export interface Kill {
  readonly target: Target;
  /**
   * How far into it, as a share of what was seen of it until now: of the time that it took, of the files that came and went, or
   * of the steps that it told, which lie in work that touches no name on the disk.
   */
  readonly at: number;
  readonly by: (typeof KILLED_BY)[number];
}

export const KILLED_BY = ['time', 'files', 'steps'] as const;

/** What the rounds of a run have in common: what was seen of each deed on this computer, and what was killed in. */
export interface Figures {
  readonly took: Map<string, { sum: Milliseconds; files: number; steps: number; count: number }>;
  /** What was under way at a kill, and how often. */
  readonly killed: Map<string, number>;
  /** What came to its end and was acknowledged, and how often. */
  readonly ended: Map<string, number>;
}

export const noFigures = (): Figures => ({ took: new Map(), killed: new Map(), ended: new Map() });

const bump = (counts: Map<string, number>, name: string): void => void counts.set(name, (counts.get(name) ?? 0) + 1);

/** Receipts that one process may use up, so that no two use the same. */
const RECEIPTS = 20_000;
/** A deed that was never seen to its end: how long it may take, how many files may come and go, how many steps it may tell. */
const UNSEEN = { sum: 2000, files: 12, steps: 12, count: 1 };
/** So long after its opening a process is killed, should it never come to what it was to be killed in. */
const LONGEST: Milliseconds = 15 * SECOND;
/** What is over sooner than this is killed within so long too: after it was acknowledged, and before much else. */
const SHORTEST: Milliseconds = 40;
/** A pull goes on after it was asked for, while other things are done. */
const PULL: Milliseconds = 800;

/** The processes that live in an office, one after the other, until each is killed. */
export interface Killing {
  /** Loads the next one's program, so that it begins at once. */
  prepare(): void;
  /** Lets one live until it is killed. `opening`: what its opening is. Gives what went wrong in it. */
  live(kill: Kill, go: Go, opening: 'opening' | 'migration'): Promise<string[]>;
  stop(): Promise<void>;
}

export function createKilling(grounds: Grounds, witness: Witness, random: Random, figures: Figures): Killing {
  let lives = 0;
  let prepared: Life | null = null;
  let hears: (line: string) => void = () => undefined;

  const start = (): Life => {
    lives += 1;
    const orders: CrashOrders = {
      root: grounds.root,
      id: ID,
      seed: Math.floor(random.next() * 2 ** 31),
      from: lives * RECEIPTS,
    };
    const env = { NODE_COMPILE_CACHE: grounds.compiled };
    return startLife('crash/crash-process.ts', [JSON.stringify(orders)], (line) => hears(line), env);
  };

  return {
    prepare() {
      prepared ??= start();
    },

    async live({ target, at, by }, go, opening) {
      const life = prepared ?? start();
      prepared = null;
      const began = new Map<string, { at: Milliseconds; files: number; steps: number }>();
      const files = countFiles(grounds);
      const steps = counter();
      const ended = (name: string): void => {
        bump(figures.ended, name);
        const from = began.get(name);
        if (from === undefined) return;
        const known = figures.took.get(name) ?? { sum: 0, files: 0, steps: 0, count: 0 };
        const took = systemClock.monotonic() - from.at;
        figures.took.set(name, {
          sum: known.sum + took,
          files: known.files + files.count() - from.files,
          steps: known.steps + steps.count() - from.steps,
          count: known.count + 1,
        });
      };
      const killIn = (name: string): void => {
        const seen = figures.took.get(name) ?? UNSEEN;
        const longest = name === 'ask' ? PULL : Math.max(SHORTEST, (seen.sum / seen.count) * 1.4);
        // Where fewer come than were expected, time ends it all the same.
        systemClock.after(by === 'time' || seen[by] === 0 ? at * longest : longest * 2, life.kill);
        if (by === 'time') return;
        const place = (at * seen[by]) / seen.count;
        const counted = { files, steps }[by];
        if (by === 'files') {
          counted.at(counted.count() + 1 + Math.floor(place), life.kill);
          return;
        }
        // Between this step and the next.
        const apart = seen.sum / Math.max(1, seen.steps);
        counted.at(counted.count() + 1 + Math.floor(place), () => systemClock.after((place % 1) * apart, life.kill));
      };
      const begins = (name: string): void => {
        const isFirst = !began.has(name);
        began.set(name, { at: systemClock.monotonic(), files: files.count(), steps: steps.count() });
        if (isFirst && (name === target || (target === 'opening' && name === opening))) killIn(name);
      };
      hears = (line) => {
        const said: Said = readSaid(line);
        if (said.say === 'end') ended(witness.under(said.hand) ?? '');
        witness.hear(said);
        if (said.say === 'step') steps.bump();
        if (said.say === 'opening') begins(opening);
        if (said.say === 'opened') {
          ended(opening);
          systemClock.after(LONGEST, life.kill);
        }
        if (said.say === 'begin') begins(said.deed);
      };
      for (const line of life.told) hears(line);
      life.say(JSON.stringify(go));
      const end = await life.ended;
      hears = () => undefined;
      files.stop();
      const opened = life.told.some((line) => readSaid(line).say === 'opened');
      for (const name of opened ? witness.running : [opening]) bump(figures.killed, name);
      return end.killed ? [] : [`process ${lives} ended by itself with ${end.code ?? 'a signal'}`];
    },

    async stop() {
      prepared?.kill();
      await prepared?.ended;
    },
  };
}

/** Counts the files that come, go and get another name where the program has its own: the moments between two steps of a deed. */
function countFiles({ root, home, second, disks, out }: Grounds) {
  const counted = counter();
  const moved = disks.map((disk) => join(disk, `caseharbor-workspace-${ID}`));
  const places = [dirname(root), root, home, second, out, ...disks, ...moved].flatMap((place) => [
    place,
    join(place, 'backups'),
  ]);
  const watchers: FSWatcher[] = places
    .filter((place) => existsSync(place))
    .map((place) =>
      watch(place, (event) => {
        if (event === 'rename') counted.bump();
      }),
    );
  return {
    ...counted,
    stop(): void {
      for (const each of watchers) each.close();
    },
  };
}

/** Counts, and says once when it has come to a number. */
function counter() {
  let count = 0;
  let wanted = Number.POSITIVE_INFINITY;
  let reached: () => void = () => undefined;
  return {
    count: () => count,
    bump(): void {
      count += 1;
      if (count < wanted) return;
      wanted = Number.POSITIVE_INFINITY;
      reached();
    },
    at(number: number, then: () => void): void {
      wanted = number;
      reached = then;
    },
  };
}
