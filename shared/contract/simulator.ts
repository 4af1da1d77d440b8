import { z } from 'zod';
import type { Instant } from '../clock.ts';
import { workspaceCall } from './call.ts';
import { id, nothing } from './fields.ts';
import {
  FAULT_KINDS,
  FAULT_PLACES,
  SHARES_OF,
  STORIES,
  type FaultKind,
  type FaultPlace,
  type ShareOf,
  type Story,
} from './simulator-lists.ts';

/** One fault of what was started, with its own times. */
export interface RunningFault {
  /** `reply`: an answer that a script spells out. */
  readonly fault: FaultKind | 'reply';
  readonly place: FaultPlace;
  readonly share: number;
  readonly of: ShareOf;
  readonly from: Instant;
  /** Null: until somebody stops it. */
  readonly until: Instant | null;
  /** The ends of the only numbers that meet it; empty: all may. */
  readonly receipts: readonly string[];
}

/** What somebody started, and where it came from. */
export interface RunningScript {
  readonly id: number;
  readonly what:
    | { readonly kind: 'story'; readonly story: Story }
    | { readonly kind: 'line' }
    | { readonly kind: 'file'; readonly name: string };
  readonly from: Instant;
  /** Null: until somebody stops it. */
  readonly until: Instant | null;
  readonly faults: readonly RunningFault[];
}

/** One request as the simulator saw it. */
export interface SimulatedRequest {
  /** Counts up from 1. */
  readonly number: number;
  readonly at: Instant;
  readonly asked: 'token' | 'case' | 'other';
  /** The last four characters of the receipt number; null: it was about no case. */
  readonly receipt: string | null;
  /** Null: no answer was given. */
  readonly status: number | null;
  /** What it met on purpose. */
  readonly fault: FaultKind | 'reply' | null;
}

export interface SimulatorView {
  /** What is running or still to come, the first started first: of several faults the first that strikes counts. */
  readonly running: readonly RunningScript[];
  /** How many requests came since the workspace was opened. */
  readonly asked: number;
  /** How many ended in which HTTP status; null: without an answer. The most frequent first. */
  readonly statuses: readonly { readonly status: number | null; readonly times: number }[];
  /** The latest 50, newest first. */
  readonly requests: readonly SimulatedRequest[];
}

/** A day, in minutes. */
const LONGEST = 24 * 60;
const minutes = z.number().positive().max(LONGEST).nullable();

const lineSchema = z.object({
  fault: z.enum(FAULT_KINDS),
  place: z.enum(FAULT_PLACES),
  share: z.number().positive().max(1),
  of: z.enum(SHARES_OF),
  /** In so many minutes it begins. */
  from: z.number().min(0).max(LONGEST),
  /** Null: until somebody stops it. */
  minutes,
});
export type FaultLine = z.infer<typeof lineSchema>;

/** For the demonstration's workspace only; any other refuses them (`invalid_request`), for it has no simulator. */
export const simulatorCalls = {
  'simulator.state': workspaceCall<SimulatorView>()(nothing),
  /** Starts a story from now on; `minutes` null: until somebody stops it. The whole bad day has its own length. */
  'simulator.play': workspaceCall<null>()(z.object({ story: z.enum(STORIES), minutes })),
  'simulator.add': workspaceCall<null>()(lineSchema),
  /** Follows the text of a script from now on. `mistake`: it is none, and why, in English; nothing was started then. */
  'simulator.follow': workspaceCall<{ mistake: string | null }>()(
    z.object({ name: z.string().max(300), text: z.string().max(1_000_000) }),
  ),
  'simulator.stop': workspaceCall<null>()(z.object({ id })),
  /** All is well again. */
  'simulator.clear': workspaceCall<null>()(nothing),
};
