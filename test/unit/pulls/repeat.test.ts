import { expect, it } from 'vitest';
import { createPulls } from '../../../electron/pulls/engine.ts';
import { SECOND, sleep, type Milliseconds } from '../../../shared/clock.ts';
import { seededRandom } from '../../../shared/random.ts';
import type { Answer } from '../../../shared/service/answer.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { MemoryBudget, ONE_KEY } from '../../support/memory-budget.ts';
import { MemoryPullStore } from '../../support/memory-pull-store.ts';

const PACE = 4;

it('lets a call that is repeated with a new token leave no closer to another than the pace', async () => {
  const clock = new FakeClock('2026-11-18T15:00:00Z');
  const store = new MemoryPullStore();
  for (let added = 0; added < 30; added += 1) store.add();
  const departures: Milliseconds[] = [];
  const random = seededRandom(3);
  const unrecognised: Answer = { kind: 'not_recognised', said: {} };
  const pulls = createPulls({
    store,
    budget: new MemoryBudget(),
    clock,
    random,
    limits: () => ({ perSecond: PACE, perDay: 1000, share: 1, zone: 'America/New_York' }),
    hours: () => null,
    paused: false,
    onEvent: () => undefined,
    service: {
      key: () => ONE_KEY,
      async check(_receipt, _signal, sending, turn) {
        await turn();
        sending(ONE_KEY);
        departures.push(clock.monotonic());
        // Slow enough for others to be under way, so that several find at once that their token ran out.
        await sleep(clock, 900 + Math.round(200 * random.next()));
        if (departures.length > 6 && departures.length < 20) {
          await turn();
          sending(ONE_KEY);
          departures.push(clock.monotonic());
          await sleep(clock, 100);
        }
        return unrecognised;
      },
    },
  });
  pulls.start();
  await clock.advance(60 * SECOND);
  const gaps = departures.slice(1).map((at, index) => at - (departures[index] ?? 0));
  expect(departures.length).toBeGreaterThan(35);
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(SECOND / PACE);
  expect(store.recorded).toHaveLength(30);
  expect(pulls.activity().budget.used).toBe(departures.length);
  expect(pulls.activity().state).toMatchObject({ kind: 'waiting', reason: 'nothing_due' });
  await pulls.stop();
});
