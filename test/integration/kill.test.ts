import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../electron/clock.ts';
import type { Simulator } from '../../electron/simulator/simulator.ts';
import { openConnection } from '../../electron/store/connection.ts';
import { verifyLedger } from '../../electron/store/ledger/verify.ts';
import type { Store } from '../../electron/store/store.ts';
import { later, MINUTE, SECOND, sleep, type Milliseconds } from '../../shared/clock.ts';
import { seededRandom } from '../../shared/random.ts';
import { fingerprintOf } from '../../electron/uscis/key.ts';
import { allCountedBeside } from '../support/budget-file.ts';
import type { KilledOrders } from '../support/killed-process.ts';
import { startLife } from '../support/life.ts';
import { answersWithoutLine } from '../support/store-rules.ts';
import {
  content,
  KEY,
  noBreath,
  NOON,
  receipt,
  status,
  temporaryFolder,
  temporaryStore,
} from '../support/temporary-store.ts';
import { startPair } from './uscis-support.ts';

/** How often the process is killed over one pull. 200 times: `CASEHARBOR_KILLS=200 npm run integration -- kill`. */
const KILLS = Number(process.env['CASEHARBOR_KILLS'] ?? 25);
const CASES = KILLS * 4;
const LIMITS = { perSecond: 100, perDay: 100_000, share: 1, zone: 'America/New_York' };
/** As many calls as may be in flight at once. */
const IN_FLIGHT = 16;

test(
  `a process that is killed ${KILLS} times over one pull asks nothing again, skips nothing, repeats no announcement and overspends nothing`,
  async () => {
    const { simulator } = await startPair({ anyReceipt: true });
    onTestFinished(() => simulator.stop());
    const temporary = temporaryStore();
    const { path, store } = temporary;
    const cases = Array.from({ length: CASES }, (_nothing, index) => ({
      receipt: receipt(index),
      client: '',
      label: '',
    }));
    const { added: ids } = await store.cases.add(cases, systemClock.now(), noBreath);
    seeEveryCaseOnce(store, ids);
    temporary.close();

    const { tokenUrl, apiBase, credentials } = simulator;
    const announcements = join(temporaryFolder(), 'announcements');
    const from = systemClock.now();
    const orders: KilledOrders = {
      path,
      keyHex: KEY,
      endpoints: { tokenUrl, apiBase },
      credentials,
      limits: LIMITS,
      announcements,
    };
    const random = seededRandom(20_260_601);
    /** How often each case had been asked when its answer was found in the database. */
    const whenRecorded = new Map<number, number>();
    const asked = (index: number): number => simulator.requests.count({ receipt: receipt(index) });
    /** Calls that were taken out of the budget. */
    const reserved = (): number => allCountedBeside(path, fingerprintOf(credentials.clientId, apiBase));
    let kills = 0;
    let finished = false;
    while (kills < KILLS && !finished) {
      finished = !(await liveAndDie(orders, simulator, Math.floor(random.next() * 8), random.next() * 40));
      if (!finished) kills += 1;
      const now = temporary.reopen();
      for (const [index, id] of ids.entries()) {
        if (!whenRecorded.has(index) && (now.cases.detail(id)?.row.askedAt ?? 0) >= from)
          whenRecorded.set(index, asked(index));
      }
      expect(reserved()).toBeGreaterThanOrEqual(simulator.requests.count({ method: 'GET' }));
      const pull = now.pulls.openPull();
      if (pull !== null) expect(pull).toMatchObject({ total: CASES, done: whenRecorded.size });
      temporary.close();
    }
    if (!finished) await liveAndDie(orders, simulator, Infinity, 0);
    expect(kills).toBeGreaterThan(KILLS * 0.8);

    const end = temporary.reopen();
    expect(end.pulls.openPull()).toBeNull();
    const log = end.pulls.log(10);
    expect(log).toHaveLength(2);
    expect(log[0]).toMatchObject({ total: CASES, answers: { status: CASES }, changes: CASES });
    for (const index of ids.keys()) {
      const times = asked(index);
      expect(times).toBeGreaterThanOrEqual(1);
      expect(times, 'what was recorded is never asked again').toBe(whenRecorded.get(index) ?? times);
    }
    const calls = simulator.requests.count({ method: 'GET' });
    expect(calls - CASES).toBeLessThanOrEqual(kills * IN_FLIGHT);
    const taken = reserved();
    expect(taken).toBeGreaterThanOrEqual(calls);
    expect(taken).toBeLessThanOrEqual(calls + 2 * (kills + 1));

    const changes = ids.flatMap((id) => end.cases.detail(id)?.changes ?? []);
    const announced = existsSync(announcements)
      ? readFileSync(announcements, 'utf8').trim().split('\n').map(Number)
      : [];
    expect(changes.map(({ caseId }) => caseId).sort((a, b) => a - b)).toEqual(ids);
    expect(new Set(announced).size, 'no change is announced twice').toBe(announced.length);
    expect(changes.map(({ id }) => id)).toEqual(expect.arrayContaining(announced));
    expect(end.outbox.take(systemClock.now())).toEqual([]);
    temporary.close();
    const connection = openConnection({ path, key: { kind: 'raw', hex: KEY }, mustExist: true });
    expect(connection.pragma('integrity_check')).toBe('ok');
    expect(answersWithoutLine(connection), 'every check has its line in the ledger, once').toBe(0);
    expect(verifyLedger(connection, () => undefined)).toMatchObject({ lines: 2 * CASES, broken: null });
    const keys = connection
      .statement<object, { fingerprint: string }>('keys', 'SELECT fingerprint FROM ledger_keys')
      .all({});
    expect(keys).toEqual([{ fingerprint: fingerprintOf(credentials.clientId, apiBase) }]);
    connection.close();
    process.stdout.write(
      `killed ${kills} times: ${calls} calls for ${CASES} cases, ${taken} reserved, ` +
        `${announced.length} of ${changes.length} changes announced\n`,
    );
  },
  KILLS * 10 * SECOND + 2 * MINUTE,
);

/** Long ago USCIS said something else of every case. */
function seeEveryCaseOnce(store: Store, ids: readonly number[]): void {
  const pull = store.pulls.beginPull('schedule', ids, NOON);
  for (const index of ids.keys()) {
    const check = store.pulls.nextCheck(pull.id);
    if (check === null) throw new Error('the pull has a check for every case');
    store.pulls.recordAnswer(check.id, status(content(index)), NOON, () => later(NOON, MINUTE));
  }
  store.pulls.finishPull(pull.id, NOON);
}

/** Runs the process and kills it `delay` after its call number `calls`. False: it came to its end before. */
async function liveAndDie(
  orders: KilledOrders,
  simulator: Simulator,
  calls: number,
  delay: Milliseconds,
): Promise<boolean> {
  const before = simulator.requests.count({ method: 'GET' });
  const life = startLife('killed-process.ts', [JSON.stringify(orders)]);
  // Looked at every other millisecond, so that both processors are the child's.
  while (simulator.requests.count({ method: 'GET' }) < before + calls && life.isAlive()) {
    await sleep(systemClock, 2);
  }
  systemClock.after(delay, life.kill);
  const { killed, code } = await life.ended;
  if (!killed) expect(code).toBe(0);
  return killed;
}
