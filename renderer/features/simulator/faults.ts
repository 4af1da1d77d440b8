import type { FaultKind } from '../../../shared/contract/simulator-lists.ts';

/** The faults by what a person sees of them, in the order in which they are offered. */
export const SORTS_OF_FAULTS = ['other', 'silent', 'key', 'dress'] as const;

export const FAULTS_BY_SORT: Readonly<Record<(typeof SORTS_OF_FAULTS)[number], readonly FaultKind[]>> = {
  other: [
    'unavailable',
    'closed',
    'slowed',
    'quota',
    'not_found',
    'empty_answer',
    'refused',
    'broken_json',
    'truncated',
    'html_page',
    'empty_body',
    'large_body',
    'envelope',
  ],
  silent: ['reset', 'reset_in_body', 'hang', 'stall', 'delay', 'trickle'],
  key: ['token_refused', 'key_rotated', 'wrong_product'],
  dress: ['history', 'gzip', 'content_type', 'escapes', 'entities'],
};
