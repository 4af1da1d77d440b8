import type { FaultKind, Story } from '../../shared/contract/simulator-lists.ts';
import badDay from './bad-day.json' with { type: 'json' };
import type { Fault } from './fault.ts';
import { faultScriptSchema, type FaultScript } from './fault-script.ts';
import { SYNTHETIC_CASES } from './synthetic-cases.ts';
import { SECOND } from '../../shared/clock.ts';

/** One of the cases that the demonstration watches, for the story in which USCIS does not know it. */
const [ONE_CASE] = SYNTHETIC_CASES;

/** What each story does, from its first minute on. The whole bad day has a timetable of its own. */
const FAULTS: Readonly<Record<Exclude<Story, 'bad_day'>, unknown>> = {
  down: { at: 'any', fault: { kind: 'unavailable' } },
  broken_off: { at: 'any', share: 0.2, fault: { kind: 'reset' } },
  slow: { at: 'any', fault: { kind: 'delay', span: 8 * SECOND } },
  closed: { fault: { kind: 'closed' } },
  unreadable: { share: 0.38, of: 'receipts', fault: { kind: 'broken_json' } },
  too_fast: { share: 0.3, fault: { kind: 'slowed' } },
  rotated: { at: 'any', fault: { kind: 'key_rotated' } },
  product: { fault: { kind: 'wrong_product' } },
  not_recognised: { receipts: [ONE_CASE?.receipt], fault: { kind: 'not_found' } },
};

/** A story as a script, for so many minutes; null: until somebody stops it. */
export function scriptOf(story: Story, minutes: number | null): FaultScript {
  if (story === 'bad_day') return faultScriptSchema.parse(badDay);
  const until = minutes === null ? {} : { until: minutes };
  return faultScriptSchema.parse({ faults: [{ ...(FAULTS[story] as object), ...until }] });
}

/** Each fault as it is where nobody says more. */
export const USUAL: { readonly [Kind in FaultKind]: Extract<Fault, { readonly kind: Kind }> } = {
  unavailable: { kind: 'unavailable' },
  closed: { kind: 'closed' },
  slowed: { kind: 'slowed' },
  quota: { kind: 'quota' },
  reset: { kind: 'reset' },
  reset_in_body: { kind: 'reset_in_body' },
  hang: { kind: 'hang' },
  stall: { kind: 'stall' },
  delay: { kind: 'delay', span: 8 * SECOND },
  trickle: { kind: 'trickle', span: 10 * SECOND },
  broken_json: { kind: 'broken_json' },
  truncated: { kind: 'truncated' },
  html_page: { kind: 'html_page', status: 502 },
  empty_body: { kind: 'empty_body', status: 200 },
  large_body: { kind: 'large_body', megabytes: 10 },
  envelope: { kind: 'envelope', as: 'errors', status: 500, message: 'An invented error of the simulator' },
  refused: { kind: 'refused' },
  not_found: { kind: 'not_found' },
  empty_answer: { kind: 'empty_answer' },
  token_refused: { kind: 'token_refused' },
  key_rotated: { kind: 'key_rotated' },
  wrong_product: { kind: 'wrong_product' },
  history: { kind: 'history', as: 'null' },
  gzip: { kind: 'gzip' },
  content_type: { kind: 'content_type', type: 'text/plain' },
  escapes: { kind: 'escapes' },
  entities: { kind: 'entities' },
};
