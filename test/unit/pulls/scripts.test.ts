import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { DAY, MINUTE, SECOND } from '../../../shared/clock.ts';
import type { AnswerKind } from '../../../shared/service/answer.ts';
import { Harness, type Doing } from './harness.ts';

const TEMPORARY: AnswerKind[] = [
  'network',
  'timeout',
  'tls',
  'unavailable',
  'slowed',
  'closed',
  'credentials',
  'product',
];
const FINAL: AnswerKind[] = ['status', 'not_recognised', 'unreadable', 'refused'];

const doing: fc.Arbitrary<Doing> = fc.record(
  {
    kind: fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...FINAL) }, fc.constantFrom(...TEMPORARY)),
    latency: fc.oneof(fc.nat(400), fc.nat(15_000)),
    token: fc.nat(500),
    unsent: fc.boolean(),
    retryAfterSeconds: fc.nat(90),
  },
  { requiredKeys: ['kind', 'latency'] },
);

/** What happens to the pulls from outside, after so many milliseconds. */
const happening = fc.record({
  after: fc.nat(20 * SECOND),
  what: fc.constantFrom('pause', 'resume', 'wake', 'crash', 'again', 'sleep'),
});

describe('whatever the service answers and the person does', () => {
  it('records each case once a pull as often as it is due, never beats the pace, and comes to an end', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 25 }),
        fc.array(doing, { maxLength: 60 }),
        fc.array(happening, { maxLength: 12 }),
        async (cases, script, happenings) => {
          const harness = new Harness();
          harness.doing = (_receipt, nth) => script[nth] ?? {};
          const ids = harness.startWith(cases);
          for (const { after, what } of happenings) {
            await harness.clock.advance(after);
            if (what === 'pause') harness.pulls.pause();
            else if (what === 'resume') harness.pulls.resume();
            else if (what === 'wake') harness.pulls.wake();
            else if (what === 'crash') harness.restart();
            else if (what === 'again') harness.pulls.retry();
            else harness.clock.setWall(new Date(harness.clock.now() + 7 * MINUTE).toISOString());
          }
          // A person mends what stopped it; then it must finish by itself.
          for (let mending = 0; mending < 62 && harness.store.pulls.length === 0; mending += 1) {
            harness.pulls.resume();
            await harness.clock.advance(20 * MINUTE);
          }
          const first = harness.store.recorded.filter(({ pullId }) => pullId === harness.store.pulls[0]?.id);
          const inOrder = [...first].sort((one, other) => one.caseId - other.caseId || one.at - other.at);
          expect([...new Set(inOrder.map(({ caseId }) => caseId))]).toEqual(ids);
          // A pull that something stopped for long asks again what is due again meanwhile, an hour later less a tenth at the soonest.
          for (const [index, { caseId, at }] of inOrder.entries()) {
            const before = inOrder[index - 1];
            if (before?.caseId === caseId) expect(at - before.at).toBeGreaterThanOrEqual(54 * MINUTE);
          }
          if (harness.calls.length > 1) expect(harness.closest).toBeGreaterThanOrEqual(200);
          await harness.pulls.stop();
        },
      ),
      {
        numRuns: 150,
        examples: [
          // Found once: the first is due again before the pull can end.
          [
            2,
            [
              { kind: 'unreadable', latency: 0 },
              { kind: 'credentials', latency: 0 },
              { kind: 'closed', latency: 0 },
            ],
            [
              { after: 254, what: 'sleep' },
              { after: 0, what: 'sleep' },
              { after: 0, what: 'sleep' },
            ],
          ],
        ],
      },
    );
  });

  it('reads and plans what is due once a pull, not once a call', async () => {
    const harness = new Harness();
    for (let nth = 0; nth < 20_000; nth += 1) harness.store.add();
    const reading = vi.spyOn(harness.store, 'dueCases');
    harness.limits = { ...harness.limits, perDay: 40 };
    harness.pulls.start();
    await harness.clock.advance(DAY / 2);
    expect(harness.store.recorded).toHaveLength(36);
    expect(reading.mock.calls.filter(([, last]) => last === null)).toHaveLength(1);
  });
});
