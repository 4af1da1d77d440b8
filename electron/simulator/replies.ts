import type { ENVELOPES } from './fault.ts';

/** An answer of the simulator before it is written. A string is sent as it is, anything else as JSON. */
export interface SimulatedReply {
  readonly status: number;
  readonly body: string | object;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * Words of an error in each of the shapes that are known: the API's own (`plain`, `message`), the closed sandbox's (`error`,
 * its code a string), the portal's description (`errors`, a `problem` of RFC 9457) and the gateway's (`fault`, `oauth`).
 */
export function envelope(as: (typeof ENVELOPES)[number], status: number, message: string): SimulatedReply {
  const code = String(status);
  switch (as) {
    case 'plain':
      return { status, body: { code: status, message } };
    case 'message':
      return { status, body: { message } };
    case 'error':
      return { status, body: `\n\n  ${JSON.stringify({ error: { code, message } })}` };
    case 'errors': {
      const told = { code, message, category: 'synthetic', reference: 'synthetic', status: code, traceId: TRACE };
      return { status, body: { errors: [told] } };
    }
    case 'fault':
      return { status, body: { fault: { faultstring: message, detail: { errorcode: 'synthetic.fault' } } } };
    case 'oauth':
      return oauthError(status, 'synthetic_error', message);
    case 'problem': {
      const headers = { 'Content-Type': 'application/problem+json' };
      return { status, body: { type: 'about:blank', title: message, status, traceId: TRACE }, headers };
    }
  }
}

const TRACE = 'synthetic-trace-0001';

export const INVALID_TOKEN = envelope('plain', 401, 'Invalid Access Token');

export const NOT_FOUND = envelope(
  'plain',
  404,
  'Case Status Online does not recognize the receipt number entered. Please check your receipt number and try again. If you need further assistance, please call the USCIS Contact Center at 1-800-375-5283.',
);

/** The comma before `It` is USCIS's. */
export const MALFORMED = envelope(
  'plain',
  422,
  'The application receipt number is not formatted correctly, It should be total of 13 characters (3 character prefix followed by 10 digits). Please check your receipt number and try again',
);

/** Over the pace and over the daily limit alike. */
export const SPIKE_ARREST = envelope('plain', 429, 'Spike Arrest Violation');

/**
 * The gateway's own words for a spent quota. USCIS documents `Spike Arrest Violation` for that too; which of them comes when
 * another installation with the same key has spent the day nobody knows.
 */
export const QUOTA_VIOLATION: SimulatedReply = {
  status: 429,
  body: {
    fault: {
      faultstring: 'Rate limit quota violation. Quota limit exceeded. Identifier : synthetic',
      detail: { errorcode: 'policies.ratelimit.QuotaViolation' },
    },
  },
};

export const UNAVAILABLE = envelope('plain', 503, 'Service Unavailable');

/** As captured: the code is a string, and two newlines and two spaces stand before the body. */
export const CLOSED = envelope(
  'error',
  503,
  'The Case Status API Sandbox is unavailable at this time. Please retry your API request during normal operation hours M-F 7:00AM EST - 8:00 PM EST',
);

/** A good token of a key that lacks the product. */
export const WRONG_PRODUCT: SimulatedReply = {
  status: 401,
  body: {
    fault: {
      faultstring: 'Invalid API call as no apiproduct match found',
      detail: { errorcode: 'keymanagement.service.InvalidAPICallAsNoApiProductMatchFound' },
    },
  },
};

/** As one live sandbox answered for a number that it did not know: 200, and nothing in it. */
export const emptyAnswer = (receipt: string): SimulatedReply => ({
  status: 200,
  body: {
    case_status: {
      receiptNumber: '',
      formType: '',
      submittedDate: '',
      modifiedDate: '',
      current_case_status_text_en: '',
      current_case_status_desc_en: '',
      current_case_status_text_es: '',
      current_case_status_desc_es: '',
      hist_case_status: null,
    },
    message: `Query was successful for payload {'receipt_number': '${receipt}'}`,
  },
});

/** The stock shape of the gateway's OAuth errors. */
export function oauthError(status: number, code: string, message: string): SimulatedReply {
  return { status, body: { ErrorCode: code, Error: message } };
}

export const INVALID_CLIENT = oauthError(401, 'invalid_client', 'ClientId is Invalid');

export const htmlPage = (status: number): SimulatedReply => ({
  status,
  body: `<!DOCTYPE html><html><head><title>${status}</title></head><body><h1>Gateway (simulator)</h1></body></html>`,
});
