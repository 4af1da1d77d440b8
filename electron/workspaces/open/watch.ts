import type { Clock } from '../../../shared/clock.ts';
import { fail, ok } from '../../../shared/problem.ts';
import { guarded } from '../../guard.ts';
import { createPulls, type PullEvent, type Pulls } from '../../pulls/engine.ts';
import { mayPass } from '../../store/problems.ts';
import type { Store } from '../../store/store.ts';
import { createUscisClient, type UscisClient } from '../../uscis/client.ts';
import { readCredentials } from '../../vault/secrets.ts';
import type { Secrets } from '../../vault/vault.ts';
import type { Demonstration } from './demonstration.ts';
import { withEarlierCalls } from './earlier-calls.ts';
import type { SharedParts } from '../parts.ts';
import type { WorkspaceFile } from '../record.ts';

/** The watching of an open workspace's cases: its client, its pulls, and what is told of what they find. */
export interface Watch {
  readonly clock: Clock;
  readonly client: UscisClient;
  readonly pulls: Pulls;
  /** Tells of the changes that nobody was told of yet. */
  announce(): void;
  /** Resolves when answers were recorded and for now no more will be, or when the pulls wait or stopped. */
  settled(): Promise<void>;
}

interface Watched {
  readonly store: Store;
  /** Where the credentials are. */
  readonly place: Secrets;
  readonly file: WorkspaceFile['file'];
  readonly demonstration: Demonstration | null;
  /** Cadences pass so many times as fast. */
  readonly hurry: number;
}

export function createWatch(parts: SharedParts, { store, place, file, demonstration, hurry }: Watched): Watch {
  const { clock, random, events, log } = parts;
  const { id } = file.get();
  const waiting: (() => void)[] = [];
  const client = createUscisClient({
    endpoints: () => demonstration?.endpoints ?? file.get().endpoints,
    credentials: async () => {
      const found = await readCredentials(place, file.get().hasCredentials);
      if (!found.ok) return found;
      return found.value === null ? fail('credentials_missing') : ok(found.value);
    },
    fetch: parts.fetch,
    clock,
    tokenIssued: () => events.changed(['app']),
  });
  const announce = guarded(log, 'announce', () => {
    const changes = store.outbox.take(clock.now());
    if (changes.length > 0) events.announce(id, changes);
  });
  const endWaits = (): void => {
    for (const resolve of waiting.splice(0)) resolve();
  };
  const onEvent = (event: PullEvent): void => {
    switch (event.kind) {
      case 'recorded':
        events.changed(['cases', 'inbox', 'activity', 'ledger']);
        break;
      case 'settled':
        announce();
        events.changed(['cases', 'inbox', 'activity']);
        endWaits();
        break;
      case 'progress':
      case 'finished':
        events.changed(['activity', 'inbox']);
        break;
      case 'broke':
        log.error('pulls: broke', event.error);
        break;
      case 'stopped':
        log.warn('pulls: stopped', { problem: event.problem.kind });
        events.stopped(id, event.problem);
        events.changed(['activity']);
        endWaits();
        break;
      case 'state':
        if (event.state.kind === 'waiting' && event.state.reason !== 'nothing_due') endWaits();
        events.changed(['activity', 'inbox']);
        break;
    }
  };
  const pulls = createPulls({
    store: store.pulls,
    budget: withEarlierCalls(parts.budget, store.meta),
    service: client,
    clock,
    random,
    hurry,
    limits: () => file.get().limits,
    hours: () => file.get().hours,
    paused: file.get().paused,
    online: parts.online,
    mayPass,
    onEvent,
  });
  return {
    clock,
    client,
    pulls,
    announce,
    settled: () =>
      new Promise((resolve) => {
        waiting.push(resolve);
      }),
  };
}
