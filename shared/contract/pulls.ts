import { z } from 'zod';
import type { ReceiptNumber } from '../case/receipt-number.ts';
import type { Instant } from '../clock.ts';
import type { Problem } from '../problem.ts';
import type { AnswerKind, ServiceSaid } from '../service/answer.ts';
import { workspaceCall } from './call.ts';
import { ids, nothing } from './fields.ts';

/** Why no call is being made just now. */
export type WaitReason =
  /** Nothing is due. */
  | 'nothing_due'
  /** The service is outside its hours. */
  | 'closed'
  /** Today's budget is spent. */
  | 'budget'
  /** The service fails: it is left alone for a while. */
  | 'service'
  /** The network is away. */
  | 'network'
  /** The vault does not give the office's key: locked, or not answering. */
  | 'vault'
  /** The database cannot be written: a full disk, or another program holds the file. */
  | 'disk';

/** What the pulls of a workspace are doing: exactly one of these. */
export type PullState =
  | { readonly kind: 'running' }
  | { readonly kind: 'waiting'; readonly reason: WaitReason; readonly until: Instant | null }
  /** The person paused it. */
  | { readonly kind: 'paused' }
  /** Something that only a person can mend: credentials, product, a lost secret, runtime. */
  | { readonly kind: 'stopped'; readonly problem: Problem };

export type PullReason = 'schedule' | 'check_now';

export interface PullProgress {
  readonly id: number;
  readonly reason: PullReason;
  readonly startedAt: Instant;
  readonly total: number;
  readonly done: number;
  /** When the last case will have been asked at the present pace. */
  readonly forecastAt: Instant | null;
}

/** How far the least urgent checks were put off because the budget did not reach. */
export interface Stretch {
  /** How many due cases wait for another day. */
  readonly cases: number;
  /** The longest that one of them goes unasked, in cadences: 1.5 is half as long again as it should be. */
  readonly factor: number;
}

export interface Activity {
  readonly state: PullState;
  /** The pull that is under way, also while it waits. */
  readonly pull: PullProgress | null;
  /** Calls a second that the pacer allows now. */
  readonly pace: number;
  readonly budget: {
    readonly limit: number;
    readonly used: number;
    readonly reserved: number;
    readonly resetsAt: Instant;
    /**
     * Why no calls are left, where it is not that all of them were made here. `told`: USCIS said so; another installation
     * with the same key may have made them. `count_lost`: the file with the count was damaged. Null: as the count says.
     */
    readonly spent: 'told' | 'count_lost' | null;
  };
  readonly hours: { readonly open: boolean; readonly changesAt: Instant | null };
  readonly nextPullAt: Instant | null;
  /** What a budget that is too small did to the last plan; null: everything fitted. */
  readonly stretched: Stretch | null;
  /** The last trouble that the service gave in this pull, verbatim. */
  readonly trouble: { readonly at: Instant; readonly answer: AnswerKind; readonly said: ServiceSaid } | null;
}

export interface PullView {
  readonly id: number;
  readonly reason: PullReason;
  readonly startedAt: Instant;
  readonly finishedAt: Instant | null;
  readonly total: number;
  /** How many checks ended in each answer; absent is none. */
  readonly answers: Partial<Record<AnswerKind, number>>;
  readonly changes: number;
}

export interface ErrorView {
  readonly id: number;
  readonly at: Instant;
  readonly caseId: number;
  readonly receipt: ReceiptNumber;
  readonly answer: AnswerKind;
  readonly said: ServiceSaid;
}

export const pullCalls = {
  'pulls.activity': workspaceCall<Activity>()(nothing),
  /** Newest first. */
  'pulls.log': workspaceCall<{ pulls: PullView[] }>()(z.object({ limit: z.int().min(1).max(200) })),
  /** The checks that did not end in a status, newest first. */
  'pulls.errors': workspaceCall<{ errors: ErrorView[] }>()(z.object({ limit: z.int().min(1).max(500) })),
  /** Asks for these cases as soon as the pace allows, out of the part of the budget kept back for it. */
  'pulls.check_now': workspaceCall<{ queued: number }>()(z.object({ ids: z.union([ids, z.literal('all')]) })),
  'pulls.pause': workspaceCall<null>()(nothing),
  /** Also tries again after a stop. */
  'pulls.resume': workspaceCall<null>()(nothing),
  /** Tries at once what is waited for; where USCIS said that today's calls are spent, with one call. A pause stays a pause. */
  'pulls.try_again': workspaceCall<null>()(nothing),
};
