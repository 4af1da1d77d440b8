import titles from './status-titles.json' with { type: 'json' };
import { comparable } from './text.ts';

/** Our own grouping of USCIS's status titles; always labelled as ours. */
export const GROUPS = [
  'received_or_intake',
  'under_review',
  'transferred',
  'response_received',
  'evidence_requested',
  'biometrics_or_appointment',
  'missed_appointment',
  'interview',
  'noid',
  'noir_or_rescind',
  'notice_to_appear',
  'oath',
  'approved',
  'approved_reaffirmed',
  'card_or_document_production',
  'mailed_or_delivered',
  'returned_or_undeliverable',
  'denied',
  'rejected',
  'revoked',
  'terminated',
  'withdrawn_or_closed',
  'not_revoked_notice',
  'notice_explaining_action',
  'other_notice',
  'appeal_or_certification',
  'reopened',
  'litigation_hold',
  'premium',
  'expedite',
  'fee_refund_or_fee_issue',
  'record_update',
  'sent_to_other_body',
  'returned_from_other_body',
  'no_information',
  'unclassified',
] as const;

export type Group = (typeof GROUPS)[number];

/** How far a case is, for colour and urgency: the office must act, USCIS is at work, it is decided, or we cannot tell. */
export const STAGES = ['action', 'pending', 'decided', 'unknown'] as const;
export type Stage = (typeof STAGES)[number];

const ACTION = new Set<Group>([
  'evidence_requested',
  'biometrics_or_appointment',
  'missed_appointment',
  'interview',
  'noid',
  'noir_or_rescind',
  'notice_to_appear',
  'returned_or_undeliverable',
]);
const DECIDED = new Set<Group>([
  'approved',
  'approved_reaffirmed',
  'card_or_document_production',
  'mailed_or_delivered',
  'denied',
  'rejected',
  'revoked',
  'terminated',
  'withdrawn_or_closed',
]);

/** One form for all the ways in which USCIS may write a title: case, punctuation, apostrophes and entities do not matter. */
export const titleKey = (title: string): string =>
  comparable(title)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

const groupByTitle = new Map<string, Group>(
  titles.map(({ title, group }) => [titleKey(title), GROUPS.find((known) => known === group) ?? 'unclassified']),
);

/** The groups under which an office can file a title by its key (`titleKey`). */
export type Filings = ReadonlyMap<string, Group>;

const NONE: Filings = new Map();

/**
 * The group of a status title. Titles are an open vocabulary, so only whole titles count (never a word inside one): an
 * unknown title is `unclassified`, until the office files it.
 *
 * The office's filing counts for as long as it stands, also where a later table of ours has the title under another
 * group: the office answers for its cases, and an update of the program must not move them, or ask for them less often,
 * behind its back. Both groups are shown then, and taking the filing back is taking ours.
 */
export function groupOf(titleEn: string, filings: Filings = NONE): Group {
  const key = titleKey(titleEn);
  return filings.get(key) ?? groupByTitle.get(key) ?? 'unclassified';
}

export function stageOf(group: Group): Stage {
  if (group === 'unclassified' || group === 'no_information') return 'unknown';
  if (ACTION.has(group)) return 'action';
  return DECIDED.has(group) ? 'decided' : 'pending';
}
