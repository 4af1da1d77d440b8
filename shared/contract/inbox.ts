import { z } from 'zod';
import type { Instant } from '../clock.ts';
import { workspaceCall } from './call.ts';
import type { ChangeView } from './cases.ts';
import { id, ids, nothing } from './fields.ts';

/** How a pull went that has ended. */
export interface LastPull {
  readonly endedAt: Instant;
  /** How many of its checks were made. */
  readonly asked: number;
  /** Of those, how many brought word on their case: a status, or "not recognised". */
  readonly answered: number;
}

/** Which changes to mark as read or unread; `upTo`: all unread ones up to this change as read, and none that came after. */
const acknowledgementSchema = z.union([z.strictObject({ ids, read: z.boolean() }), z.strictObject({ upTo: id })]);
export type Acknowledgement = z.infer<typeof acknowledgementSchema>;

/** What stands around the list of changes. */
export interface InboxSummary {
  readonly unread: number;
  readonly cases: number;
  readonly unrecognised: number;
  /** Null: none has ended. */
  readonly lastPull: LastPull | null;
  readonly nextPullAt: Instant | null;
}

export const inboxCalls = {
  /** Newest first; `before` is the id of the last change of the page before. */
  'inbox.list': workspaceCall<{ changes: ChangeView[]; more: boolean }>()(
    z.object({ unreadOnly: z.boolean(), before: id.nullable(), limit: z.int().min(1).max(200) }),
  ),
  'inbox.summary': workspaceCall<InboxSummary>()(nothing),
  /** Acknowledges changes (or takes that back). Gives the ids that it altered, for undo. */
  'inbox.acknowledge': workspaceCall<{ ids: number[] }>()(acknowledgementSchema),
};
