import type { Instant } from '../../../shared/clock.ts';
import type { ChangeView } from '../../../shared/contract/cases.ts';
import type { Changes } from './changes.ts';
import type { Connection, NoParameters } from '../connection.ts';

/** Which changes the desktop has still to be told of. */
export interface Outbox {
  /** Puts a change in, inside the caller's transaction. */
  put(changeId: number): void;
  /**
   * Gives the changes that were never announced, oldest first, and marks them as announced before anybody shows them: a
   * crash in between loses a notification (the Inbox still has the change), and never repeats one.
   */
  take(now: Instant): ChangeView[];
}

export function createOutbox(connection: Connection, changes: Changes): Outbox {
  const put = connection.statement<{ changeId: number }>(
    'outbox.put',
    'INSERT INTO outbox (change_id) VALUES (@changeId)',
  );
  const waiting = connection.statement<NoParameters, { change_id: number }>(
    'outbox.waiting',
    'SELECT change_id FROM outbox INDEXED BY outbox_to_announce WHERE announced_at IS NULL AND change_id > 0',
  );
  const announce = connection.statement<{ ids: string; now: number }>(
    'outbox.announce',
    `UPDATE outbox SET announced_at = @now
     WHERE announced_at IS NULL AND change_id IN (SELECT value FROM json_each(@ids))`,
  );
  return {
    put(changeId) {
      put.run({ changeId });
    },
    take(now) {
      if (waiting.get({}) === undefined) return [];
      return connection.write(() => {
        const ids = waiting.all({}).map((row) => row.change_id);
        announce.run({ ids: JSON.stringify(ids), now });
        return changes.some(ids);
      });
    },
  };
}
