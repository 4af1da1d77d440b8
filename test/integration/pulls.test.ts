import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../electron/clock.ts';
import { createPulls, type PullEvent } from '../../electron/pulls/engine.ts';
import { systemRandom } from '../../electron/random.ts';
import type { SimulatorOptions } from '../../electron/simulator/simulator.ts';
import type { Store } from '../../electron/store/store.ts';
import { HOUR } from '../../shared/clock.ts';
import { fingerprintOf } from '../../electron/uscis/key.ts';
import { allCountedBeside, budgetBeside } from '../support/budget-file.ts';
import { KEY, noBreath, receipt, temporaryStore } from '../support/temporary-store.ts';
import type { PullOrders } from '../support/pull-process.ts';
import { startPair, until } from './uscis-support.ts';

const CASES = 60;
const PER_DAY = 10_000;

async function simulated(options: Partial<SimulatorOptions> = {}) {
  const pair = await startPair({ anyReceipt: true, ...options });
  onTestFinished(() => pair.simulator.stop());
  return pair;
}

async function addCases(store: Store, count: number): Promise<number[]> {
  const cases = Array.from({ length: count }, (_nothing, index) => ({
    receipt: receipt(index),
    client: '',
    label: '',
  }));
  return (await store.cases.add(cases, systemClock.now(), noBreath)).added;
}

const asked = (simulator: Awaited<ReturnType<typeof simulated>>['simulator'], number: number): number =>
  simulator.requests.count({ receipt: receipt(number) });

describe('pulls with the real store, the real client and a server', () => {
  it('ask each case once, keep below the gateway, and write down what came', async () => {
    // A busy computer may hand two calls over together; a burst of 25 would come 600 ms too early.
    const { simulator, client } = await simulated({ limits: { perSecond: 40, perDay: PER_DAY, forgives: 300 } });
    const { store, path } = temporaryStore();
    const budgetFile = budgetBeside(path);
    onTestFinished(() => budgetFile.close());
    const count = 25;
    const ids = await addCases(store, count);
    const events: PullEvent[] = [];
    const pulls = createPulls({
      store: store.pulls,
      budget: budgetFile,
      service: client,
      clock: systemClock,
      random: systemRandom,
      limits: () => ({ perSecond: 40, perDay: PER_DAY, share: 0.3, zone: 'America/New_York' }),
      hours: () => null,
      paused: false,
      onEvent: (event) => events.push(event),
    });
    pulls.start();
    await until(() => events.some(({ kind }) => kind === 'settled'));
    const { budget, nextPullAt } = pulls.activity();
    await pulls.stop();
    expect(simulator.requests.count({ status: 429 })).toBe(0);
    expect(simulator.requests.count({ method: 'GET' })).toBe(count);
    expect(budget.used).toBe(count);
    expect(store.pulls.log(10)).toMatchObject([{ total: count, answers: { status: count } }]);
    expect(nextPullAt).toBe(store.pulls.nextDueAt());
    for (const id of ids) {
      const { row, observations } = store.cases.detail(id) ?? {};
      expect(observations).toHaveLength(1);
      expect((row?.nextCheckAt ?? 0) - (row?.askedAt ?? 0)).toBeGreaterThan(3 * HOUR);
    }
  });

  it('go on exactly where they were after SIGKILL: nothing recorded is asked again, nothing is skipped', async () => {
    const { simulator } = await simulated();
    const temporary = temporaryStore();
    const ids = await addCases(temporary.store, CASES);
    temporary.close();
    const { path } = temporary;
    const { tokenUrl, apiBase, credentials } = simulator;
    const orders: PullOrders = { path, keyHex: KEY, endpoints: { tokenUrl, apiBase }, credentials, perSecond: 40 };
    /** How often each case had been asked when its answer was found in the database. */
    const whenRecorded = new Map<number, number>();
    for (const enough of [15, 35]) {
      const child = pull(orders);
      await until(() => simulator.requests.count({ method: 'GET', status: 200 }) >= enough || child.exitCode !== null);
      child.kill('SIGKILL');
      await once(child, 'exit');
      const store = temporary.reopen();
      const before = whenRecorded.size;
      for (const [index, id] of ids.entries()) {
        const answered = store.cases.detail(id)?.row.lastAnswer === 'status';
        if (answered && !whenRecorded.has(index)) whenRecorded.set(index, asked(simulator, index));
      }
      expect(whenRecorded.size).toBeGreaterThan(before);
      expect(store.pulls.openPull()).toMatchObject({ total: CASES, done: whenRecorded.size });
      temporary.close();
    }
    const last = pull(orders);
    await once(last, 'exit');
    expect(last.exitCode).toBe(0);
    const store = temporary.reopen();
    expect(store.pulls.openPull()).toBeNull();
    expect(store.pulls.log(10)).toMatchObject([{ total: CASES, answers: { status: CASES } }]);
    for (const index of ids.keys()) {
      const times = asked(simulator, index);
      expect(times).toBeGreaterThanOrEqual(1);
      expect(times).toBe(whenRecorded.get(index) ?? times);
    }
    expect(allCountedBeside(path, fingerprintOf(credentials.clientId, apiBase))).toBeGreaterThanOrEqual(
      simulator.requests.count({ method: 'GET' }),
    );
  });
});

function pull(orders: PullOrders): ChildProcess {
  const script = resolve(import.meta.dirname, '../support/pull-process.ts');
  const child = spawn(process.execPath, [script, JSON.stringify(orders)], { stdio: 'inherit' });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  return child;
}
