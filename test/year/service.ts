import { createCaseEndpoint } from '../../electron/simulator/case-endpoint.ts';
import type { SimulatorLimits } from '../../electron/simulator/limits.ts';
import type { Life } from '../../electron/simulator/life.ts';
import { CLOSED, NOT_FOUND, type SimulatedReply } from '../../electron/simulator/replies.ts';
import { createTokenEndpoint, PRODUCTS, type SimulatorCredentials } from '../../electron/simulator/token-endpoint.ts';
import type { Clock } from '../../shared/clock.ts';
import type { Random } from '../../shared/random.ts';
import type { Hours } from '../../shared/service/hours.ts';
import type { Span } from './spans.ts';

/** What one call meets instead of the true answer; `broken`: the true one as text that is not JSON. */
export type Trouble =
  | { readonly kind: 'reply'; readonly reply: SimulatedReply }
  | { readonly kind: 'silence' }
  | { readonly kind: 'reset' }
  | { readonly kind: 'broken' };

/** Trouble that lasts. Of several that hold, the first that strikes is met. */
export interface Spell extends Span {
  readonly trouble: Trouble;
  /** How many of the calls meet it, 0 to 1, by chance. */
  readonly share: number;
  /** Calls for a case, or for a token; both, when left out. */
  readonly at?: 'case' | 'token';
  readonly receipts?: ReadonlySet<string>;
}

export interface ServiceRequest {
  readonly receipt: string | null;
  readonly authorization: string | undefined;
  readonly body: string;
}

/** What goes back; null: nothing, the connection stays open; `reset`: it breaks. */
export type ServiceReply = { readonly status: number; readonly text: string } | 'reset' | null;

/** The simulator's own logic without a port, so that a year of it takes a minute. */
export interface Service {
  answer(request: ServiceRequest): ServiceReply;
  rotateKey(credentials: SimulatorCredentials, tokensToo: boolean): void;
}

interface ServiceParts {
  /** The service's own: it never sleeps. */
  readonly clock: Clock;
  readonly random: Random;
  readonly seed: number;
  readonly life: Life;
  readonly hours: Hours;
  readonly limits: SimulatorLimits;
  readonly credentials: SimulatorCredentials;
  readonly spells: readonly Spell[];
}

export function createService(parts: ServiceParts): Service {
  const { clock, random, seed, life, limits, hours } = parts;
  const tokens = createTokenEndpoint(clock, parts.credentials, PRODUCTS);
  const cases = createCaseEndpoint({
    clock,
    seed,
    life,
    limits,
    hours,
    anyReceipt: true,
    unknowns: { receipt: 'not_found', prefix: 'not_found', quota: 'as_pace' },
  });

  const troubleFor = (receipt: string | null): Trouble | undefined => {
    const now = clock.now();
    const place = receipt === null ? 'token' : 'case';
    return parts.spells.find(
      (spell) =>
        spell.from <= now &&
        now < spell.until &&
        (spell.at ?? place) === place &&
        (spell.receipts === undefined || spell.receipts.has(receipt ?? '')) &&
        random.next() < spell.share,
    )?.trouble;
  };

  return {
    answer({ receipt, authorization, body }) {
      const truth = (): SimulatedReply =>
        receipt === null
          ? tokens.answer(new URLSearchParams(body))
          : cases.answer(receipt, tokens.accepts(authorization));
      const trouble = troubleFor(receipt);
      switch (trouble?.kind) {
        case 'silence':
          return null;
        case 'reset':
          return 'reset';
        case 'reply':
          return written(trouble.reply);
        case 'broken':
          return broken(truth());
        case undefined:
          return written(truth());
      }
    },
    rotateKey(credentials, tokensToo) {
      tokens.setCredentials(credentials);
      if (tokensToo) tokens.revokeAll();
    },
  };
}

const written = ({ status, body }: SimulatedReply): { status: number; text: string } => ({
  status,
  text: typeof body === 'string' ? body : JSON.stringify(body),
});

/** An unescaped quote in a description, as the sandbox sent for a week. Other answers have none and stay as they are. */
function broken(reply: SimulatedReply): { status: number; text: string } {
  const { status, text } = written(reply);
  return { status, text: text.replace('"current_case_status_desc_en":"', '"current_case_status_desc_en":"a "quote" ') };
}

const page = (status: number, title: string): Trouble => ({
  kind: 'reply',
  reply: { status, body: `<html><head><title>${status} ${title}</title></head><body>${title}</body></html>` },
});

export const TROUBLES = {
  reset: { kind: 'reset' },
  hang: { kind: 'silence' },
  bad_gateway: page(502, 'Bad Gateway'),
  unavailable: { kind: 'reply', reply: { status: 503, body: { code: 503, message: 'Service Unavailable' } } },
  slowed: { kind: 'reply', reply: { status: 429, body: { code: 429, message: 'Spike Arrest Violation' } } },
  closed: { kind: 'reply', reply: CLOSED },
  unknown: { kind: 'reply', reply: NOT_FOUND },
  broken: { kind: 'broken' },
} as const satisfies Record<string, Trouble>;
