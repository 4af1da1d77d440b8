import { createUscisClient, type UscisClient } from '../../electron/uscis/client.ts';
import { guardedFetch } from '../../electron/uscis/fetch.ts';
import { systemClock } from '../../electron/clock.ts';
import { startSimulator, type Simulator, type SimulatorOptions } from '../../electron/simulator/simulator.ts';
import type { Clock } from '../../shared/clock.ts';
import { ok } from '../../shared/problem.ts';

/** Limits that no test meets by accident. */
export const NO_LIMITS = { perSecond: Number.POSITIVE_INFINITY, perDay: Number.POSITIVE_INFINITY };

export interface Pair {
  readonly simulator: Simulator;
  readonly client: UscisClient;
}

/** A simulator and a client of it over real HTTP. The client has a clock of its own, so that its time limit can be reached. */
export async function startPair(options: Partial<SimulatorOptions> = {}, clientClock?: Clock): Promise<Pair> {
  const clock = options.clock ?? systemClock;
  const simulator = await startSimulator({ limits: NO_LIMITS, ...options, clock });
  const client = createUscisClient({
    endpoints: () => simulator,
    credentials: () => Promise.resolve(ok(simulator.credentials)),
    fetch: guardedFetch(fetch, false),
    clock: clientClock ?? clock,
  });
  return { simulator, client };
}

/** Waits, without a sleep, until something is true of the other side of a connection. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) {
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
  }
}
