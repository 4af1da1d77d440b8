import { onTestFinished } from 'vitest';
import { createPulls, type PullEvent } from '../../electron/pulls/engine.ts';
import { startSimulator } from '../../electron/simulator/simulator.ts';
import { createUscisClient } from '../../electron/uscis/client.ts';
import { guardedFetch } from '../../electron/uscis/fetch.ts';
import { ok } from '../../shared/problem.ts';
import { seededRandom } from '../../shared/random.ts';
import type { AnswerKind } from '../../shared/service/answer.ts';
import { ENVIRONMENT_DEFAULTS } from '../../shared/service/environment.ts';
import { budgetBeside } from '../support/budget-file.ts';
import { settled } from '../support/settled.ts';
import { noBreath, receipt, temporaryStore } from '../support/temporary-store.ts';
import { StepClock } from './step-clock.ts';
import { watchedFetch } from './watched-fetch.ts';

export const CASES = 4;

/** More moments than any trial needs: a week has fewer. */
const MOMENTS = 5000;

/**
 * A small office: real engine, client and database, and the simulator behind real HTTP, on a clock that the test steps. Every
 * case has had its first answer.
 */
export async function openOffice() {
  const clock = new StepClock('2026-11-18T15:00:00Z');
  const simulatorClock = clock.counted();
  const { limits } = ENVIRONMENT_DEFAULTS.sandbox;
  const simulator = await startSimulator({ clock: simulatorClock, anyReceipt: true, limits });
  onTestFinished(() => simulator.stop());
  const { store, path } = temporaryStore();
  const budget = budgetBeside(path);
  onTestFinished(() => budget.close());
  const added = Array.from({ length: CASES }, (_nothing, index) => ({
    receipt: receipt(index),
    client: '',
    label: '',
  }));
  const { added: ids } = await store.cases.add(added, clock.now(), noBreath);
  // Soon asked again, whatever they say.
  for (const id of ids) store.cases.change(id, { cadence: 'every_4_hours' }, clock.now(), () => clock.now());
  const { fetch, quiet } = watchedFetch(simulator.requests, () => simulatorClock.waiting);
  const client = createUscisClient({
    endpoints: () => simulator,
    credentials: () => Promise.resolve(ok(simulator.credentials)),
    fetch: guardedFetch(fetch, false),
    clock,
  });
  const answers: AnswerKind[] = [];
  const events: PullEvent[] = [];
  const pulls = createPulls({
    store: store.pulls,
    budget,
    service: {
      key: () => client.key(),
      async check(...asked) {
        const answer = await client.check(...asked);
        answers.push(answer.kind);
        return answer;
      },
    },
    clock,
    random: seededRandom(1),
    limits: () => limits,
    hours: () => null,
    paused: false,
    onEvent: (event) => events.push(event),
  });
  onTestFinished(() => pulls.stop());

  const office = {
    clock,
    simulator,
    store,
    pulls,
    ids,
    answers,
    events,
    /** Lets time pass, a timer at a time and never while something is on the wire, until something is true. */
    async live(until: () => boolean): Promise<void> {
      for (let moment = 0; ;) {
        await settled();
        if (!quiet()) continue;
        // What the last answer set off must come to rest too.
        await settled();
        if (until()) return;
        if (!quiet()) continue;
        moment += 1;
        if (moment > MOMENTS || !clock.step())
          throw new Error(`nothing more happens: ${JSON.stringify(pulls.activity())}`);
      }
    },
  };
  pulls.start();
  await office.live(() => events.some(({ kind }) => kind === 'finished'));
  return office;
}

export type Office = Awaited<ReturnType<typeof openOffice>>;
