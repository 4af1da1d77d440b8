import { join } from 'node:path';
import { openConnection, type DatabaseKey } from '../../electron/store/connection.ts';
import { migrate } from '../../electron/store/schema/migrations.ts';
import { MIGRATIONS } from '../../electron/store/schema/steps.ts';
import { createStore } from '../../electron/store/store.ts';
import { CASE_SORTS } from '../../shared/contract/cases.ts';
import { HOUR, instant, later } from '../../shared/clock.ts';
import { answerTo } from './backup.ts';
import { median, round, type Figure } from './figures.ts';
import { load } from './machine.ts';
import { KEY, listOf } from './threads.ts';
import { WATCHED_CASES } from '../../shared/contract/page-lists.ts';

const CASES = 2000;
const PAGES = 20;
const KINDS = { encrypted: { kind: 'raw', hex: KEY }, plain: null } as const;

interface Work {
  readonly add: number;
  readonly answer: number;
  readonly read: number;
}

/** Processor time of the same work on an encrypted file and on a plain one, in turns: same library, schema and durability. */
export async function measureCipher(folder: string, rounds: number): Promise<Figure> {
  const times: Record<keyof typeof KINDS, Work[]> = { encrypted: [], plain: [] };
  for (let done = 0; done <= rounds; done += 1) {
    for (const kind of ['encrypted', 'plain'] as const) {
      const took = await work(join(folder, `${kind} ${done}.db`), KINDS[kind]);
      // The first round compiles.
      if (done > 0) times[kind].push(took);
    }
  }
  const middle = (kind: keyof typeof KINDS, what: keyof Work): number => median(times[kind].map((one) => one[what]));
  const ratio = (what: keyof Work): number => round(middle('encrypted', what) / middle('plain', what));
  const sum = (kind: keyof typeof KINDS): number =>
    (['add', 'answer', 'read'] as const).reduce((total, what) => total + middle(kind, what), 0);
  return {
    name: 'encrypted over plain, in processor time',
    size: `${CASES} cases added and answered, ${PAGES * CASE_SORTS.length} pages read, ${rounds} rounds`,
    ratio: round(sum('encrypted') / sum('plain')),
    aim: 2,
    load: load(),
    parts: {
      add: ratio('add'),
      answer: ratio('answer'),
      read: ratio('read'),
      encryptedMs: round(sum('encrypted'), 0),
      plainMs: round(sum('plain'), 0),
    },
  };
}

async function work(path: string, key: DatabaseKey | null): Promise<Work> {
  const connection = openConnection({ path, key, mustExist: false });
  connection.pragma('journal_mode=WAL');
  connection.pragma('synchronous=FULL');
  connection.pragma('secure_delete=ON');
  migrate(connection, MIGRATIONS);
  const store = createStore(connection);
  const now = instant(Date.now());
  const lap = startLaps();
  const { added } = await store.cases.add(listOf(CASES), now, () => Promise.resolve());
  const add = lap();
  const pull = store.pulls.beginPull('check_now', added, now);
  lap();
  for (let check = store.pulls.nextCheck(pull.id); check !== null; check = store.pulls.nextCheck(pull.id)) {
    store.pulls.recordAnswer(check.id, answerTo(check.receipt, check.id), now, () => later(now, 12 * HOUR));
  }
  const answer = lap();
  store.pulls.finishPull(pull.id, now);
  lap();
  for (let page = 0; page < PAGES; page += 1) {
    for (const by of CASE_SORTS) {
      store.cases.page({ filter: WATCHED_CASES, sort: { by, descending: false }, offset: page * 100, limit: 100 }, now);
    }
  }
  const read = lap();
  store.close();
  return { add, answer, read };
}

/** Gives a function that tells the processor time since it was last asked. */
function startLaps(): () => number {
  let before = workedSoFar();
  return () => {
    const start = before;
    before = workedSoFar();
    return before - start;
  };
}

/** Processor time of this thread, in milliseconds. */
function workedSoFar(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}
