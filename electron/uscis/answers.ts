import type { ReceiptNumber } from '../../shared/case/receipt-number.ts';
import { DAY, SECOND, type Instant } from '../../shared/clock.ts';
import type { Answer, AnswerKind, ServiceSaid } from '../../shared/service/answer.ts';
import { readCaseStatus } from './case-status.ts';
import { readServiceWords, type ServiceWords } from './envelopes.ts';
import type { Reply } from './transport.ts';

/**
 * Maps what HTTP brought to the one union of answers. Total: whatever the body is, it gives an answer and never throws,
 * and it gives `status` only for content that is recognised.
 */
export function readAnswer(asked: ReceiptNumber, reply: Reply, now: Instant): Answer {
  if (reply.status === 200) return readSuccess(asked, reply);
  const words = readServiceWords(reply.body);
  const kind = kindOf(reply.status, words);
  const said: ServiceSaid = { httpStatus: reply.status, ...words.said };
  const wait = kind === 'slowed' || reply.status === 503 ? readRetryAfter(reply, now) : null;
  return { kind, said, ...(wait === null ? {} : { retryAfterSeconds: wait }) };
}

function readSuccess(asked: ReceiptNumber, reply: Reply): Answer {
  const reading = readCaseStatus(asked, reply.body);
  if (reading.kind === 'status') {
    return { kind: 'status', content: reading.content, body: reply.body, said: { httpStatus: 200 } };
  }
  const words = reading.kind === 'unreadable' ? readServiceWords(reply.body).said : {};
  return { kind: reading.kind, said: { httpStatus: 200, ...words } };
}

function kindOf(status: number, words: ServiceWords): Exclude<AnswerKind, 'status'> {
  if ((status === 401 || status === 403) && isProductError(words)) return 'product';
  switch (status) {
    case 401:
      return 'credentials';
    case 403:
      // Undocumented. From the API it is about the key; a page without words is a firewall before it.
      return words.speaker === 'nobody' ? 'unavailable' : 'credentials';
    case 404:
      // Only the API can say that it does not know a number. A gateway's 404 says that the address is wrong, and must
      // not make every case of the office look unrecognised.
      return words.speaker === 'api' ? 'not_recognised' : 'unreadable';
    case 422:
      return 'refused';
    case 429:
      return 'slowed';
    case 503:
      return isClosed(words) ? 'closed' : 'unavailable';
    default:
      return status >= 500 && status <= 599 ? 'unavailable' : 'unreadable';
  }
}

/** The key is good but lacks the product (`keymanagement.service.InvalidAPICallAsNoApiProductMatchFound`, on the wire). */
function isProductError({ said }: ServiceWords): boolean {
  return /no\s?api\s?product\s?match/i.test(`${said.code ?? ''} ${said.message ?? ''}`);
}

/** The sandbox outside its hours says so: `… retry your API request during normal operation hours M-F …` (on the wire). */
function isClosed({ said }: ServiceWords): boolean {
  return /\b(?:operation|operating|operational|business) hours\b/i.test(said.message ?? '');
}

/**
 * `Retry-After` in seconds, from seconds or an HTTP date; at most a day. Null when it is neither. A date is measured from the
 * service's own `Date`, where it sent one: this computer's clock may be wrong.
 */
function readRetryAfter({ retryAfter, date }: Reply, now: Instant): number | null {
  const text = retryAfter?.trim() ?? '';
  let seconds: number;
  if (/^\d{1,9}$/.test(text)) seconds = Number(text);
  else seconds = Math.ceil(((readHttpDate(text) ?? Number.NaN) - (readHttpDate(date ?? '') ?? now)) / SECOND);
  return Number.isNaN(seconds) ? null : Math.min(Math.max(seconds, 0), DAY / SECOND);
}

function readHttpDate(text: string): number | null {
  const moment = /^[A-Z][a-z]{2},? .*GMT$/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(moment) ? null : moment;
}
