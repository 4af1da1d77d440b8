import { appendFileSync } from 'node:fs';
import { systemClock } from '../../electron/clock.ts';
import { createPulls } from '../../electron/pulls/engine.ts';
import { systemRandom } from '../../electron/random.ts';
import { openStore } from '../../electron/store/open.ts';
import { createUscisClient } from '../../electron/uscis/client.ts';
import { guardedFetch } from '../../electron/uscis/fetch.ts';
import { ok } from '../../shared/problem.ts';
import type { Limits } from '../../shared/service/environment.ts';
import { budgetBeside } from './budget-file.ts';
import { good } from './good.ts';

/** What a process that will be killed is told, as JSON in its first argument. */
export interface KilledOrders {
  readonly path: string;
  readonly keyHex: string;
  readonly endpoints: { readonly tokenUrl: string; readonly apiBase: string };
  readonly credentials: { readonly clientId: string; readonly clientSecret: string };
  readonly limits: Limits;
  /** The file that it writes the number of each change into when it announces it. */
  readonly announcements: string;
}

// Pulls what is due with all the real parts and announces as the application does, until it is killed or all is done.
const orders = JSON.parse(process.argv[2] ?? '') as KilledOrders;
const clock = systemClock;
const store = good(openStore({ path: orders.path, keyHex: orders.keyHex, createIfMissing: false }));
const budget = budgetBeside(orders.path);
const announce = (): void => {
  for (const { id } of store.outbox.take(clock.now())) appendFileSync(orders.announcements, `${id}\n`);
};
const pulls = createPulls({
  store: store.pulls,
  budget,
  service: createUscisClient({
    endpoints: () => orders.endpoints,
    credentials: () => Promise.resolve(ok(orders.credentials)),
    fetch: guardedFetch(fetch, false),
    clock,
  }),
  clock,
  random: systemRandom,
  limits: () => orders.limits,
  hours: () => null,
  paused: false,
  onEvent(event) {
    if (event.kind === 'broke') throw event.error;
    if (event.kind === 'settled') announce();
    if (event.kind !== 'state' || event.state.kind === 'running') return;
    // Nothing more to do: the process ends by itself, once what it does in this moment is done.
    process.exitCode = event.state.kind === 'waiting' && event.state.reason === 'nothing_due' ? 0 : 1;
    clock.after(0, () => {
      void pulls.stop().then(() => {
        store.close();
        budget.close();
      });
    });
  },
});
announce();
pulls.start();
