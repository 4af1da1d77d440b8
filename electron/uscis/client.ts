import type { ReceiptNumber } from '../../shared/case/receipt-number.ts';
import type { Clock } from '../../shared/clock.ts';
import { fail, ok, type Problem, type Result } from '../../shared/problem.ts';
import { ANSWER_KINDS, type Answer } from '../../shared/service/answer.ts';
import type { Endpoints } from '../../shared/service/environment.ts';
import { readAnswer } from './answers.ts';
import type { GuardedFetch } from './fetch.ts';
import { fingerprintOf } from './key.ts';
import { createTokenSource, type Credentials, type Token } from './token.ts';
import { createSend, type Reply } from './transport.ts';

/** The Case Status API, as one workspace sees it. */
export interface UscisClient {
  /**
   * Asks for one case: one call, or two when a token ran out. Never rejects for anything that the service or the network
   * does. When `signal` is aborted it resolves at once with `network`: the caller looks at the signal. `sending` is asked
   * as each call for the case leaves, after its token is there: a pace is measured from then, and calls are counted by the
   * key, whose fingerprint it is told. False: the call is not made, and `network` tells nothing. `turn` is waited for right
   * before: it comes when the pace lets the call leave.
   */
  check(
    receipt: ReceiptNumber,
    signal?: AbortSignal,
    sending?: (key: string) => boolean,
    turn?: () => Promise<void>,
  ): Promise<Answer>;
  /** Fetches a new token, whatever is held, and says which products the key has. */
  testConnection(signal?: AbortSignal): Promise<Result<{ products: string[] }>>;
  /** The products that USCIS named with the last token, in its own words; null: no token has come yet. */
  products(): readonly string[] | null;
  /** The fingerprint of the key that calls go out with; null: it has not been read since it was last dropped. */
  key(): string | null;
  /** Reads the key for its fingerprint alone, before the first call. Where it cannot be read nothing is learnt. */
  learnKey(): Promise<void>;
  /** Drops the token and the key: the credentials changed, or the workspace closes. */
  forgetToken(): void;
}

interface UscisClientParts {
  readonly endpoints: () => Endpoints;
  /** Asked for when a token is needed, and not kept. Its problem decides what a connection test says. */
  readonly credentials: () => Promise<Result<Credentials>>;
  readonly fetch: GuardedFetch;
  readonly clock: Clock;
  /** A token came, and with it what `products` gives. */
  readonly tokenIssued?: () => void;
  /** The four digits that USCIS gives while the office demonstrates the application for production access. */
  readonly demoId?: string;
}

export function createUscisClient(parts: UscisClientParts): UscisClient {
  const { clock, endpoints } = parts;
  const send = createSend(parts.fetch, clock);
  let products: readonly string[] | null = null;
  let key: string | null = null;
  const credentials = async (): Promise<Result<Credentials>> => {
    const read = await parts.credentials();
    if (read.ok) key = fingerprintOf(read.value.clientId, endpoints().apiBase);
    return read;
  };
  const tokens = createTokenSource({
    endpoints,
    credentials,
    send,
    clock,
    issued(token) {
      products = token.products;
      parts.tokenIssued?.();
    },
  });

  const ask = async (receipt: ReceiptNumber, token: Token, signal?: AbortSignal): Promise<Answer> => {
    const url = `${token.apiBase.replace(/\/+$/, '')}/case-status/${encodeURIComponent(receipt)}`;
    const headers = {
      Authorization: `Bearer ${token.value}`,
      Accept: 'application/json',
      ...(parts.demoId === undefined ? {} : { demo_id: parts.demoId }),
    };
    const reply = await send(url, { method: 'GET', headers }, signal);
    return reply.ok ? readAnswer(receipt, withoutToken(reply.value, token), clock.now()) : answerOf(reply.problem);
  };

  return {
    async check(receipt, signal, sending, turn) {
      for (let attempt = 1; ; attempt += 1) {
        const token = await unlessAborted(tokens.get(), signal);
        if (!token.ok) return answerWithoutToken(token.problem);
        await turn?.();
        if (sending?.(token.value.key) === false) return answerOf({ kind: 'network' });
        const answer = await ask(receipt, token.value, signal);
        // What the office is granted meanwhile may come with the next token only.
        if (answer.kind === 'product') tokens.reject(token.value);
        if (answer.kind !== 'credentials') return answer;
        // A token that ran out is refused like a bad one: one new token tells them apart.
        tokens.reject(token.value);
        if (attempt === 2) return answer;
      }
    },
    async testConnection(signal) {
      tokens.forget();
      const token = await unlessAborted(tokens.get(), signal);
      return token.ok ? ok({ products: [...token.value.products] }) : token;
    },
    products: () => products,
    key: () => key,
    async learnKey() {
      await credentials();
    },
    forgetToken: () => {
      key = null;
      products = null;
      tokens.forget();
    },
  };
}

/** Lets one caller go without ending the call that others share. */
function unlessAborted<Value>(call: Promise<Result<Value>>, signal?: AbortSignal): Promise<Result<Value>> {
  if (signal === undefined) return call;
  if (signal.aborted) return Promise.resolve(fail('network'));
  return new Promise((resolve, reject) => {
    const leave = (): void => {
      resolve(fail('network'));
    };
    signal.addEventListener('abort', leave, { once: true });
    call.then(resolve, reject).finally(() => {
      signal.removeEventListener('abort', leave);
    });
  });
}

/** A service that echoes what it was sent must not bring the token into an answer, the database or a log. */
const withoutToken = (reply: Reply, token: Token): Reply => ({
  ...reply,
  body: reply.body.replaceAll(token.value, '…'),
});

/** Where no token could be had nobody was asked about the case: no answer to that reads as one about it. */
const answerWithoutToken = (problem: Problem): Answer =>
  answerOf(problem.kind === 'unreadable' ? { ...problem, kind: 'unavailable' } : problem);

/** A problem on the way to an answer, as an answer. The vault's keep their kind: some of them pass by themselves. */
function answerOf(problem: Problem): Answer {
  const kind = ANSWER_KINDS.find((known) => known === problem.kind);
  if (kind === undefined || kind === 'status') throw new Error(`${problem.kind} is no answer`);
  return { kind, said: problem.said ?? {} };
}
