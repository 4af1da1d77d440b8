import { z } from 'zod';
import type { Instant } from '../clock.ts';
import { workspaceCall } from './call.ts';
import type { ChangeView } from './cases.ts';
import { id, ids, nothing } from './fields.ts';

/** What stands around the list of changes. */
export interface InboxSummary {
  readonly unread: number;
  readonly cases: number;
  readonly unrecognised: number;
  /** When the last pull ended; null: none has. */
  readonly lastPullAt: Instant | null;
  readonly nextPullAt: Instant | null;
}

export const inboxCalls = {
  /** Newest first; `before` is the id of the last change of the page before. */
  'inbox.list': workspaceCall<{ changes: ChangeView[]; more: boolean }>()(
    z.object({ unreadOnly: z.boolean(), before: id.nullable(), limit: z.int().min(1).max(200) }),
  ),
  'inbox.summary': workspaceCall<InboxSummary>()(nothing),
  /** Acknowledges changes (or takes that back). Gives the ids that it altered, for undo. */
  'inbox.acknowledge': workspaceCall<{ ids: number[] }>()(
    z.object({ ids: z.union([ids, z.literal('all')]), read: z.boolean() }),
  ),
};
