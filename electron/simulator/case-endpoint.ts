import { readReceipt } from '../../shared/case/receipt-number.ts';
import type { Clock, Instant } from '../../shared/clock.ts';
import { isOpen, type Hours } from '../../shared/service/hours.ts';
import { caseBody, type ForcedStatus } from './case-body.ts';
import type { Life } from './life.ts';
import { createQuota, createSpikeArrest, type SimulatorLimits } from './limits.ts';
import {
  CLOSED,
  emptyAnswer,
  INVALID_TOKEN,
  MALFORMED,
  NOT_FOUND,
  QUOTA_VIOLATION,
  SPIKE_ARREST,
  type SimulatedReply,
} from './replies.ts';
import { KNOWN_RECEIPTS, UNKNOWN_RECEIPTS, type StagingReceipt } from './staging-receipts.ts';

/** What a test puts in place of a receipt's own answer: a status, or a whole reply. */
export type ForcedAnswer = ForcedStatus | { readonly reply: SimulatedReply };

/** What is not known of USCIS's own answer for an unknown number: each way was seen or is possible. */
export interface Unknowns {
  /** 404, as documented, or 200 with nothing in it, as one live sandbox answered. */
  readonly receipt: 'not_found' | 'empty';
  /** For a number with a prefix that USCIS does not have: as any other, or 422. */
  readonly prefix: 'not_found' | 'malformed';
  /** For a day that is spent: as for a pace that is too fast, or in the gateway's own words for it. */
  readonly quota: 'as_pace' | 'named';
}

interface CaseEndpoint {
  answer(receipt: string, authorised: boolean): SimulatedReply;
  /** Forces a receipt's answer from now on; null gives it back its own. */
  set(receipt: string, answer: ForcedAnswer | null): void;
}

interface CaseEndpointParts {
  readonly clock: Clock;
  readonly seed: number;
  readonly life: Life | null;
  readonly limits: SimulatorLimits;
  readonly hours: Hours | null;
  readonly anyReceipt: boolean;
  readonly unknowns: Unknowns;
}

/** Three letters and ten digits, or letters, `*` and nine digits: what the path takes. */
const WELL_FORMED = /^[A-Z]{3}(?:\d{10}|\*\d{9})$/i;

export function createCaseEndpoint(parts: CaseEndpointParts): CaseEndpoint {
  const { clock } = parts;
  const spikes = createSpikeArrest(clock, parts.limits);
  const quota = createQuota(clock, parts.limits);
  const forced = new Map<string, { readonly answer: ForcedAnswer; readonly at: Instant }>();

  const known = (receipt: string): StagingReceipt | undefined => {
    if (UNKNOWN_RECEIPTS.has(receipt)) return undefined;
    return KNOWN_RECEIPTS.get(receipt) ?? (parts.anyReceipt ? { receipt, history: true } : undefined);
  };

  const notKnown = (receipt: string): SimulatedReply => {
    const reading = readReceipt(receipt);
    if (parts.unknowns.prefix === 'malformed' && reading.kind === 'receipt' && reading.unknownPrefix) return MALFORMED;
    return parts.unknowns.receipt === 'empty' ? emptyAnswer(receipt) : NOT_FOUND;
  };

  const about = (receipt: string): SimulatedReply => {
    const force = forced.get(receipt);
    if (force !== undefined && 'reply' in force.answer) return force.answer.reply;
    if (!WELL_FORMED.test(receipt)) return MALFORMED;
    const status = force === undefined ? undefined : { status: force.answer as ForcedStatus, at: force.at };
    const entry = known(receipt) ?? (status === undefined ? undefined : { receipt, history: true });
    if (entry === undefined) return notKnown(receipt);
    return { status: 200, body: caseBody(entry, parts.seed, parts.life, clock.now(), status) };
  };

  return {
    answer(receipt, authorised) {
      if (!authorised) return INVALID_TOKEN;
      if (!spikes.take()) return SPIKE_ARREST;
      if (!isOpen(parts.hours, clock.now())) return CLOSED;
      if (!quota.take()) return parts.unknowns.quota === 'named' ? QUOTA_VIOLATION : SPIKE_ARREST;
      return about(receipt.toUpperCase());
    },
    set(receipt, answer) {
      if (answer === null) forced.delete(receipt);
      else forced.set(receipt, { answer, at: clock.now() });
    },
  };
}
