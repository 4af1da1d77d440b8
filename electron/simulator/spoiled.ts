import type { CallPlace, Fault } from './fault.ts';
import {
  CLOSED,
  emptyAnswer,
  envelope,
  htmlPage,
  INVALID_CLIENT,
  INVALID_TOKEN,
  MALFORMED,
  NOT_FOUND,
  QUOTA_VIOLATION,
  SPIKE_ARREST,
  UNAVAILABLE,
  WRONG_PRODUCT,
  type SimulatedReply,
} from './replies.ts';

/** A fault of the connection: the answer is the true one, as far as it comes. */
type WireFault = Extract<
  Fault,
  { readonly kind: 'hang' | 'stall' | 'reset' | 'reset_in_body' | 'delay' | 'trickle' | 'gzip' }
>;

/** What is asked, and where: as much as another answer needs to know. */
export interface Asked {
  readonly place: CallPlace;
  readonly receipt: string;
}

/** The answer that a fault gives. The true one is made only where the fault needs it, since a call that is counted is spent. */
export function spoiled(fault: Exclude<Fault, WireFault>, truth: () => SimulatedReply, asked: Asked): SimulatedReply {
  switch (fault.kind) {
    case 'truncated': {
      const whole = truth();
      const text = textOf(whole);
      return { ...whole, body: text.slice(0, Math.floor(text.length / 2)) };
    }
    case 'content_type':
      return { ...truth(), headers: { 'Content-Type': fault.type } };
    case 'broken_json':
      return breakAnchor(truth());
    case 'escapes':
      return escaped(truth());
    case 'entities':
      return reshaped(truth(), withEntities);
    case 'history':
      return reshaped(truth(), (status) => {
        reshapeHistory(status, fault.as);
      });
    case 'reply':
      return { status: fault.status, body: fault.body, headers: fault.headers ?? {} };
    case 'envelope':
      return envelope(fault.as, fault.status, fault.message);
    case 'html_page':
      return htmlPage(fault.status);
    case 'empty_body':
      return { status: fault.status, body: '' };
    case 'large_body':
      return { status: 200, body: `{"case_status":"${'x'.repeat(fault.megabytes * 1024 * 1024)}"}` };
    case 'unavailable':
      return UNAVAILABLE;
    case 'closed':
      return CLOSED;
    case 'slowed':
      return fault.retryAfter === undefined
        ? SPIKE_ARREST
        : { ...SPIKE_ARREST, headers: { 'Retry-After': fault.retryAfter } };
    case 'quota':
      return QUOTA_VIOLATION;
    case 'refused':
      return MALFORMED;
    case 'not_found':
      return NOT_FOUND;
    case 'empty_answer':
      return emptyAnswer(asked.receipt);
    case 'token_refused':
      return INVALID_TOKEN;
    case 'key_rotated':
      return asked.place === 'token' ? INVALID_CLIENT : INVALID_TOKEN;
    case 'wrong_product':
      return WRONG_PRODUCT;
  }
}

/** An answer's body as it is sent. */
export const textOf = ({ body }: SimulatedReply): string => (typeof body === 'string' ? body : JSON.stringify(body));

/** The quotes of an anchor left unescaped, as seen on the wire: a 200 that is not JSON. */
const breakAnchor = (reply: SimulatedReply): SimulatedReply => ({
  ...reply,
  body: textOf(reply).replace(
    '"current_case_status_desc_en":"',
    '"current_case_status_desc_en":"<a href="https://www.uscis.gov/">uscis.gov</a> ',
  ),
});

const escaped = (reply: SimulatedReply): SimulatedReply => ({
  ...reply,
  body: textOf(reply).replace(
    /[\u0080-\uffff]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  ),
});

type CaseStatus = Record<string, unknown>;

/** The `case_status` of a true 200, changed in its form; any other answer stays as it is. */
function reshaped(reply: SimulatedReply, change: (status: CaseStatus) => void): SimulatedReply {
  if (reply.status !== 200 || typeof reply.body === 'string' || !('case_status' in reply.body)) return reply;
  const body = structuredClone(reply.body) as { case_status: CaseStatus };
  change(body.case_status);
  return { ...reply, body };
}

function withEntities(status: CaseStatus): void {
  for (const [field, value] of Object.entries(status)) {
    if (!field.startsWith('current_case_status_') || typeof value !== 'string') continue;
    status[field] = value.replace(' ', '&nbsp;').replaceAll("'", '&#39;');
  }
}

type HistoryForm = Extract<Fault, { readonly kind: 'history' }>['as'];

function reshapeHistory(status: CaseStatus, form: HistoryForm): void {
  const entries = (status['hist_case_status'] ?? []) as readonly { readonly date: string }[];
  const [first, ...rest] = entries;
  if (form === 'absent') delete status['hist_case_status'];
  else if (form === 'null' || first === undefined) status['hist_case_status'] = null;
  else if (form === 'unsorted') status['hist_case_status'] = [...rest, first];
  else {
    status['hist_case_status'] = entries.map((entry) => ({
      ...entry,
      date: form === 'same_date' ? first.date : withTime(entry.date),
    }));
  }
}

/** `2026-11-18` as `11-18-2026 00:00:00`: the other form of a date, which a mock of the API has in its histories. */
function withTime(date: string): string {
  const [year = '', month = '', day = ''] = date.split('-');
  return `${month}-${day}-${year} 00:00:00`;
}
