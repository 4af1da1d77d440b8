import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createPulls } from '../../electron/pulls/engine.ts';
import { systemRandom } from '../../electron/random.ts';
import type { SimulatorLimits } from '../../electron/simulator/limits.ts';
import { openStore } from '../../electron/store/open.ts';
import { createUscisClient } from '../../electron/uscis/client.ts';
import { guardedFetch } from '../../electron/uscis/fetch.ts';
import { SECOND, type Milliseconds } from '../../shared/clock.ts';
import { ok } from '../../shared/problem.ts';
import { budgetBeside } from '../support/budget-file.ts';
import { round, type Figure } from './figures.ts';
import { load } from './machine.ts';
import { preciseClock } from './precise-clock.ts';
import { good } from '../support/good.ts';

const CASES = 1000;
const PER_SECOND = 5;
const PER_DAY = 400_000;
const IDEAL: Milliseconds = (CASES / PER_SECOND) * SECOND;
/** How late a call may come by the computer's own doing, in real time, before an accelerated gateway refuses the next. */
const FORGIVEN: Milliseconds = 25;

/** What the gateway's process is told. */
export interface GatewayOrders {
  readonly speed: number;
  readonly limits: SimulatorLimits;
}

/** What it tells. */
export type GatewayReport =
  | {
      readonly kind: 'listening';
      readonly tokenUrl: string;
      readonly apiBase: string;
      readonly credentials: { readonly clientId: string; readonly clientSecret: string };
    }
  | { readonly kind: 'counts'; readonly calls: number; readonly refused: number };

/**
 * Pulls a thousand cases with all of the real parts at the whole pace of the sandbox. On an accelerated clock the gateway
 * forgives what a real one would not see: a millisecond of the computer's own is `speed` there. In real time it forgives
 * nothing.
 */
export async function measurePull(folder: string, speed: number): Promise<Figure> {
  const gateway = fork(join(import.meta.dirname, 'gateway.ts'));
  const report = async <Kind extends GatewayReport['kind']>(kind: Kind, ask: object) => {
    gateway.send(ask);
    const [said] = (await once(gateway, 'message')) as [GatewayReport];
    if (said.kind !== kind) throw new Error(`The gateway said ${said.kind}`);
    return said as Extract<GatewayReport, { kind: Kind }>;
  };
  try {
    const limits = { perSecond: PER_SECOND, perDay: PER_DAY, forgives: speed === 1 ? 0 : FORGIVEN * speed };
    const endpoints = await report('listening', { speed, limits } satisfies GatewayOrders);
    const took = await pull(join(folder, 'pull.db'), speed, endpoints);
    const { calls, refused } = await report('counts', {});
    return {
      name: `a pull at the whole pace, over the ideal (${speed === 1 ? 'real time' : `clock ×${speed}`})`,
      size: `${CASES} cases, ${PER_SECOND}/s`,
      ratio: round(took / IDEAL, 4),
      aim: 1.02,
      load: load(),
      holds: refused === 0,
      parts: { tookMs: round(took, 0), idealMs: IDEAL, calls, refused429: refused, speed },
    };
  } finally {
    gateway.kill();
  }
}

type Endpoints = Extract<GatewayReport, { kind: 'listening' }>;

/** Gives how long it took from the start of the pulls until every answer was recorded, on the clock. */
async function pull(path: string, speed: number, endpoints: Endpoints): Promise<Milliseconds> {
  const clock = preciseClock(speed);
  const store = good(openStore({ path, keyHex: '0123456789abcdef'.repeat(4), createIfMissing: true }));
  const budget = budgetBeside(path);
  const cases = Array.from({ length: CASES }, (_nothing, index) => {
    return { receipt: `ZZZ${9_000_000_000 + index}`, client: `Client ${index}`, label: '' };
  });
  await store.cases.add(cases, clock.now(), () => Promise.resolve());
  let recorded = 0;
  const start = clock.monotonic();
  const took = await new Promise<Milliseconds>((resolve, reject) => {
    const pulls = createPulls({
      store: store.pulls,
      budget,
      service: createUscisClient({
        endpoints: () => endpoints,
        credentials: () => Promise.resolve(ok(endpoints.credentials)),
        fetch: guardedFetch(fetch, false),
        clock,
      }),
      clock,
      random: systemRandom,
      limits: () => ({ perSecond: PER_SECOND, perDay: PER_DAY, share: 1, zone: 'America/New_York' }),
      hours: () => null,
      paused: false,
      onEvent(event) {
        if (event.kind === 'broke') reject(new Error('The pulls broke', { cause: event.error }));
        if (event.kind === 'stopped') reject(new Error(event.problem.kind));
        if (event.kind !== 'recorded') return;
        recorded += 1;
        if (recorded === CASES) {
          const ended = clock.monotonic() - start;
          void pulls.stop().then(() => resolve(ended), reject);
        }
      },
    });
    pulls.start();
  });
  store.close();
  budget.close();
  return took;
}
