import type { Fault } from '../../electron/simulator/fault.ts';
import type { AnswerKind } from '../../shared/service/answer.ts';

/** What the person is shown of a pull that meets a fault. */
export type Shown =
  | 'goes on'
  | 'waits: service'
  | 'waits: network'
  | 'waits: closed'
  | 'waits: budget'
  | 'stops: credentials'
  | 'stops: product';

/** What must come of a fault: the answer that checks get (null: the true one, after all), and what is shown. */
export interface Expected {
  readonly answer: AnswerKind | null;
  readonly shown: Shown;
}

export interface Trial {
  readonly name: string;
  readonly fault: Fault;
  /** How many calls meet it; `until mended`: every call that it can strike, until the person has mended it. */
  readonly times: number | 'until mended';
  /** Null: this fault cannot strike a call for a token. */
  readonly token: Expected | null;
  readonly check: Expected;
}

const NOTHING: Expected = { answer: null, shown: 'goes on' };
const UNREADABLE: Expected = { answer: 'unreadable', shown: 'goes on' };
const UNAVAILABLE: Expected = { answer: 'unavailable', shown: 'waits: service' };
const SLOWED: Expected = { answer: 'slowed', shown: 'waits: service' };
const TIMEOUT: Expected = { answer: 'timeout', shown: 'waits: network' };
const NETWORK: Expected = { answer: 'network', shown: 'waits: network' };
const CREDENTIALS: Expected = { answer: 'credentials', shown: 'stops: credentials' };

const trial = (name: string, fault: Fault, token: Expected | null, check: Expected): Trial => ({
  name,
  fault,
  times: 3,
  token,
  check,
});
const once = (name: string, fault: Fault, token: Expected | null, check: Expected): Trial => ({
  ...trial(name, fault, token, check),
  times: 1,
});
const envelope = (as: (Fault & { kind: 'envelope' })['as'], status: number, words: string, check: Expected): Trial =>
  trial(`${status} in ${words}`, { kind: 'envelope', as, status, message: 'Synthetic words' }, UNAVAILABLE, check);

/** Every fault of the simulator, and what the rules say of it. The order is the document's. */
export const TRIALS: readonly Trial[] = [
  trial('no answer at all', { kind: 'hang' }, TIMEOUT, TIMEOUT),
  trial('half an answer, then silence', { kind: 'stall' }, TIMEOUT, TIMEOUT),
  trial('the connection breaks before an answer', { kind: 'reset' }, NETWORK, NETWORK),
  trial('the connection breaks in an answer', { kind: 'reset_in_body' }, NETWORK, NETWORK),
  trial('an answer after 5 s', { kind: 'delay', span: 5000 }, NOTHING, NOTHING),
  trial('an answer bit by bit, over 10 s', { kind: 'trickle', span: 10_000 }, NOTHING, NOTHING),
  trial('gzip', { kind: 'gzip' }, NOTHING, NOTHING),
  trial('a wrong content type', { kind: 'content_type', type: 'text/plain' }, NOTHING, NOTHING),
  trial('letters beyond ASCII as `\\uXXXX`', { kind: 'escapes' }, NOTHING, NOTHING),
  trial('entities in the texts', { kind: 'entities' }, null, NOTHING),
  trial('a history out of order', { kind: 'history', as: 'unsorted' }, null, NOTHING),
  trial('a history with times', { kind: 'history', as: 'with_times' }, null, NOTHING),
  trial('200 with half of the body', { kind: 'truncated' }, UNAVAILABLE, UNREADABLE),
  trial('200 with an unescaped quote', { kind: 'broken_json' }, null, UNREADABLE),
  trial('200 with 10 MB', { kind: 'large_body', megabytes: 10 }, UNAVAILABLE, UNREADABLE),
  trial('200 with an HTML page', { kind: 'html_page', status: 200 }, UNAVAILABLE, UNREADABLE),
  trial('200 with nothing', { kind: 'empty_body', status: 200 }, UNAVAILABLE, UNREADABLE),
  trial('404 with an HTML page', { kind: 'html_page', status: 404 }, UNAVAILABLE, UNREADABLE),
  envelope('fault', 404, 'the gateway’s words', UNREADABLE),
  trial('500 with nothing', { kind: 'empty_body', status: 500 }, UNAVAILABLE, UNAVAILABLE),
  trial('502 with an HTML page', { kind: 'html_page', status: 502 }, UNAVAILABLE, UNAVAILABLE),
  trial('503, Service Unavailable', { kind: 'unavailable' }, UNAVAILABLE, UNAVAILABLE),
  envelope('message', 503, '`message`', UNAVAILABLE),
  envelope('error', 503, '`error`', UNAVAILABLE),
  envelope('errors', 503, '`errors`', UNAVAILABLE),
  envelope('problem', 503, 'a problem of RFC 9457', UNAVAILABLE),
  envelope('fault', 503, '`fault`', UNAVAILABLE),
  envelope('oauth', 503, '`ErrorCode`', UNAVAILABLE),
  trial('503, outside the hours', { kind: 'closed' }, UNAVAILABLE, { answer: 'closed', shown: 'waits: closed' }),
  trial('429', { kind: 'slowed' }, SLOWED, SLOWED),
  trial('429 that names 2 minutes', { kind: 'slowed', retryAfter: '120' }, SLOWED, SLOWED),
  once(
    '429 that names the quota, once',
    { kind: 'quota' },
    { answer: 'slowed', shown: 'goes on' },
    { answer: 'slowed', shown: 'waits: budget' },
  ),
  trial('422', { kind: 'refused' }, UNAVAILABLE, { answer: 'refused', shown: 'goes on' }),
  once('404, once', { kind: 'not_found' }, null, { answer: 'not_recognised', shown: 'goes on' }),
  once('200 with empty texts, once', { kind: 'empty_answer' }, null, { answer: 'not_recognised', shown: 'goes on' }),
  once('401 for one token', { kind: 'token_refused' }, CREDENTIALS, NOTHING),
  { ...trial('the key was rotated away', { kind: 'key_rotated' }, CREDENTIALS, CREDENTIALS), times: 'until mended' },
  {
    ...trial('the key lacks the product', { kind: 'wrong_product' }, null, {
      answer: 'product',
      shown: 'stops: product',
    }),
    times: 'until mended',
  },
];
