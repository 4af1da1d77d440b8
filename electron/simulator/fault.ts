import { z } from 'zod';
import { DAY } from '../../shared/clock.ts';
import { FAULT_PLACES, type FaultPlace } from '../../shared/contract/simulator-lists.ts';

const status = z.int().min(200).max(599);
const span = z.number().min(0).max(DAY);
const plain = <Kind extends string>(kind: Kind) => z.strictObject({ kind: z.literal(kind) });

/** The ways in which an error's words are known to be wrapped (see `envelope` in replies.ts). */
export const ENVELOPES = ['plain', 'message', 'error', 'errors', 'fault', 'oauth', 'problem'] as const;

/** The forms in which a true history is known to come, besides its own. */
const HISTORIES = ['null', 'absent', 'unsorted', 'same_date', 'with_times'] as const;

/**
 * What can go wrong on purpose. Spans are milliseconds by the simulator's clock.
 *
 * No or half an answer: `hang` leaves the connection open without one; `stall` sends half of it and leaves it open; `reset`
 * breaks the connection before it, `reset_in_body` in its middle. `delay` sends the whole of it late, `trickle` a bit at a time.
 * The true answer in another dress: `gzip`, `truncated` (half of the body, as if it were the whole), `content_type`,
 * `broken_json` (an unescaped quote inside an anchor, as the sandbox sent for a week in June 2026), `escapes` (`\uXXXX` for
 * every letter beyond ASCII), `entities` (HTML entities in the texts), `history` (null, absent, out of order, all of one date, with times).
 * Another answer: `reply` (whatever is given), `envelope`, `html_page`, `empty_body`, `large_body`, `unavailable` (503),
 * `closed` (503 with white space before it), `slowed` (429), `quota` (429 in the gateway's words for a spent day), `refused` (422), `not_found` (404), `empty_answer` (the other
 * way of saying so), `token_refused` (401), `key_rotated` (401 wherever one asks), `wrong_product`.
 */
export const faultSchema = z.discriminatedUnion('kind', [
  plain('hang'),
  plain('stall'),
  plain('reset'),
  plain('reset_in_body'),
  z.strictObject({ kind: z.literal('delay'), span }),
  z.strictObject({ kind: z.literal('trickle'), span }),
  plain('gzip'),
  plain('truncated'),
  z.strictObject({ kind: z.literal('content_type'), type: z.string() }),
  plain('broken_json'),
  plain('escapes'),
  plain('entities'),
  z.strictObject({ kind: z.literal('history'), as: z.enum(HISTORIES) }),
  z.strictObject({
    kind: z.literal('reply'),
    status,
    body: z.union([z.string(), z.record(z.string(), z.unknown())]),
    headers: z.record(z.string(), z.string()).optional(),
  }),
  z.strictObject({ kind: z.literal('envelope'), as: z.enum(ENVELOPES), status, message: z.string() }),
  z.strictObject({ kind: z.literal('html_page'), status }),
  z.strictObject({ kind: z.literal('empty_body'), status }),
  z.strictObject({ kind: z.literal('large_body'), megabytes: z.number().min(0).max(100) }),
  plain('unavailable'),
  plain('closed'),
  z.strictObject({ kind: z.literal('slowed'), retryAfter: z.string().optional() }),
  plain('quota'),
  plain('refused'),
  plain('not_found'),
  plain('empty_answer'),
  plain('token_refused'),
  plain('key_rotated'),
  plain('wrong_product'),
]);

export type Fault = z.infer<typeof faultSchema>;

/** What a call asks for: a case, or a token. */
export type CallPlace = 'case' | 'token';

export { FAULT_PLACES, type FaultPlace };
