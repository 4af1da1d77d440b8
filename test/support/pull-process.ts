import { systemClock } from '../../electron/clock.ts';
import { createPulls } from '../../electron/pulls/engine.ts';
import { systemRandom } from '../../electron/random.ts';
import { openStore } from '../../electron/store/open.ts';
import { createUscisClient } from '../../electron/uscis/client.ts';
import { guardedFetch } from '../../electron/uscis/fetch.ts';
import { ok } from '../../shared/problem.ts';
import { budgetBeside } from './budget-file.ts';
import { good } from './good.ts';

/** What a process that pulls is told, as JSON in its first argument. */
export interface PullOrders {
  readonly path: string;
  readonly keyHex: string;
  readonly endpoints: { readonly tokenUrl: string; readonly apiBase: string };
  readonly credentials: { readonly clientId: string; readonly clientSecret: string };
  readonly perSecond: number;
}

// A process of its own, so that a test can kill it: pulls what is due with all the real parts, then ends.
const orders = JSON.parse(process.argv[2] ?? '') as PullOrders;
const store = good(openStore({ path: orders.path, keyHex: orders.keyHex, createIfMissing: false }));
const budget = budgetBeside(orders.path);
const pulls = createPulls({
  store: store.pulls,
  budget,
  service: createUscisClient({
    endpoints: () => orders.endpoints,
    credentials: () => Promise.resolve(ok(orders.credentials)),
    fetch: guardedFetch(fetch, false),
    clock: systemClock,
  }),
  clock: systemClock,
  random: systemRandom,
  limits: () => ({ perSecond: orders.perSecond, perDay: 10_000, share: 1, zone: 'America/New_York' }),
  hours: () => null,
  paused: false,
  onEvent(event) {
    if (event.kind === 'broke') throw event.error;
    if (event.kind !== 'state' || event.state.kind === 'running') return;
    // Nothing more to do: the process ends by itself, if nothing was left running.
    process.exitCode = event.state.kind === 'waiting' && event.state.reason === 'nothing_due' ? 0 : 1;
    void pulls.stop().then(() => {
      store.close();
      budget.close();
    });
  },
});
pulls.start();
