import { join } from 'node:path';
import { createPlanner } from '../../electron/pulls/plan.ts';
import { openConnection } from '../../electron/store/connection.ts';
import { openStore } from '../../electron/store/open.ts';
import type { WatchedCase } from '../../shared/case/watched-case.ts';
import { HOUR, instant, later } from '../../shared/clock.ts';
import { good } from '../support/good.ts';
import { fillWithCases } from '../support/many-cases.ts';
import { median, round, type Figure } from './figures.ts';
import { load } from './machine.ts';

const CASES = 100_000;
const KEY = 'c'.repeat(64);
/** As the pulls read them (next-pull.ts). */
const AT_ONCE = 500;
/** The pull of half an hour at 8 calls a second, and the budget of a sandbox: the others are stretched over months. */
const ROOM = { most: 14_400, left: 900, perDay: 900 };
/** What the planner itself may take for all of them, in milliseconds. */
const AIM = 50;

/**
 * Reads and plans all that is due, as the pulls do it, in short steps: over one bare SELECT of the same rows. What the planner
 * takes without the reading has an aim of its own.
 */
export async function measurePlanner(folder: string, rounds: number): Promise<Figure> {
  const path = join(folder, 'planner.db');
  const made = openStore({ path, keyHex: KEY, createIfMissing: true });
  if (!made.ok) throw new Error(made.problem.kind);
  made.value.close();
  const connection = openConnection({ path, key: { kind: 'raw', hex: KEY }, mustExist: true });
  fillWithCases(connection, CASES);
  const now = instant(Date.now());
  connection.exec(`UPDATE cases SET archived_at = NULL, asked_at = ${later(now, -13 * HOUR)} - (id * 7919) % ${20 * HOUR},
    next_check_at = ${now} - (id * 104729) % ${HOUR}`);
  connection.pragma('wal_checkpoint(TRUNCATE)');
  const store = good(openStore({ path, keyHex: KEY, createIfMissing: false }));
  const bare = connection.statement<{ now: number }, object>(
    'bench.due',
    `SELECT id, cadence, stage, said_on, pinned, archived, asked_at, next_check_at FROM cases INDEXED BY cases_due
     WHERE next_check_at <= @now AND next_check_at IS NOT NULL AND archived_at IS NULL AND waiting = 0
     ORDER BY next_check_at, id`,
  );
  const samples = { whole: [] as number[], planner: [] as number[], longest: [] as number[], bare: [] as number[] };
  for (let done = 0; done <= rounds; done += 1) {
    const ours = await readAndPlan((last) => store.pulls.dueCases(now, last, AT_ONCE));
    const start = performance.now();
    if (bare.all({ now }).length !== CASES) throw new Error('Not every case is due');
    const took = performance.now() - start;
    // The first round fills caches.
    if (done === 0) continue;
    samples.bare.push(took);
    samples.whole.push(ours.whole);
    samples.planner.push(ours.planner);
    samples.longest.push(ours.longest);
  }
  store.close();
  connection.close();
  const planner = median(samples.planner);
  return {
    name: 'reading and planning all that is due, over one bare SELECT of it',
    size: `${CASES} cases`,
    ratio: round(median(samples.whole) / median(samples.bare)),
    aim: 2,
    holds: planner <= AIM,
    load: load(),
    parts: {
      plannerMs: round(planner, 1),
      plannerAimMs: AIM,
      wholeMs: round(median(samples.whole), 1),
      bareSelectMs: round(median(samples.bare), 1),
      longestStepMs: round(median(samples.longest), 1),
    },
  };

  async function readAndPlan(read: (last: WatchedCase | null) => WatchedCase[]) {
    const begun = createPlanner(now, 1);
    let last: WatchedCase | null = null;
    let [whole, planner, longest] = [0, 0, 0];
    for (;;) {
      const start = performance.now();
      const due: WatchedCase[] = read(last);
      const readAt = performance.now();
      begun.take(due);
      last = due.at(-1) ?? null;
      const isLast = due.length < AT_ONCE;
      if (isLast) begun.plan({ ...ROOM, resetsAt: later(now, HOUR) });
      const end = performance.now();
      planner += end - readAt;
      whole += end - start;
      longest = Math.max(longest, end - start);
      if (isLast) return { whole, planner, longest };
      await new Promise((resolve) => {
        setImmediate(resolve);
      });
    }
  }
}
