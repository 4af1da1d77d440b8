import type { ServiceSaid } from '../../shared/service/answer.ts';

/**
 * So many lone probes in a row that are all answered "too fast" mean that the day's calls are spent, not that the pace was
 * too fast: each came alone, at least 24 s after any other call of ours, and with the pauses between them (patience.ts) they
 * span some 45 minutes to an hour. Fewer would not do: another installation that pulls with the same key takes up to four
 * fifths of the pace, so that a lone probe of ours meets its calls four times in five, and six in a row every fourth time. Its
 * pull ends meanwhile (a thousand calls of the sandbox take five minutes). One that does not brings a wait that is too
 * long, which a person can end.
 */
export const LONE_PROBES = 8;

/**
 * Tells from 429s whether the day's calls are spent: another installation may have made them with the same key. USCIS
 * documents the same words for pace and quota ("Spike Arrest Violation"); its gateway has others for the quota
 * (`policies.ratelimit.QuotaViolation`, "Rate limit quota violation").
 */
export interface QuotaSigns {
  /** A 429 came; `lone`: for a probe. True: the day's calls are spent. */
  slowed(said: ServiceSaid, lone: boolean): boolean;
  /** The service spoke about a case: it gives calls. */
  spoke(): void;
}

export function createQuotaSigns(): QuotaSigns {
  let lonely = 0;
  return {
    slowed({ code = '', message = '' }, lone) {
      if (lone) lonely += 1;
      const isSpent = lonely >= LONE_PROBES || /quota/i.test(`${code} ${message}`);
      if (isSpent) lonely = 0;
      return isSpent;
    },
    spoke() {
      lonely = 0;
    },
  };
}
