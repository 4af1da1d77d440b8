/**
 * What the page of the simulator offers. In a file of its own because the page uses the lists, and must not carry the
 * schemas with it.
 */

/** Ready-made bad days, in the order in which they are shown. `bad_day` is a whole one, in ten minutes. */
export const STORIES = [
  'bad_day',
  'down',
  'broken_off',
  'slow',
  'closed',
  'unreadable',
  'too_fast',
  'rotated',
  'product',
  'not_recognised',
] as const;
export type Story = (typeof STORIES)[number];

/** The faults that a person can set going one by one; the simulator's `reply` needs a script (docs/simulator.md). */
export const FAULT_KINDS = [
  'unavailable',
  'closed',
  'slowed',
  'quota',
  'reset',
  'reset_in_body',
  'hang',
  'stall',
  'delay',
  'trickle',
  'broken_json',
  'truncated',
  'html_page',
  'empty_body',
  'large_body',
  'envelope',
  'refused',
  'not_found',
  'empty_answer',
  'token_refused',
  'key_rotated',
  'wrong_product',
  'history',
  'gzip',
  'content_type',
  'escapes',
  'entities',
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

/** Where a fault strikes: calls for cases, calls for tokens, both. */
export const FAULT_PLACES = ['case', 'token', 'any'] as const;
export type FaultPlace = (typeof FAULT_PLACES)[number];

/** A share of the calls, or of the cases: then a case always meets it or never does. */
export const SHARES_OF = ['calls', 'receipts'] as const;
export type ShareOf = (typeof SHARES_OF)[number];
