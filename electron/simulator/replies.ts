/** An answer of the simulator before it is written. A string is sent as it is, anything else as JSON. */
export interface SimulatedReply {
  readonly status: number;
  readonly body: string | object;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The API's own error envelope, `{ code, message }`, with the messages that USCIS documents. */
const apiError = (status: number, message: string): SimulatedReply => ({
  status,
  body: { code: status, message },
});

export const INVALID_TOKEN = apiError(401, 'Invalid Access Token');

export const NOT_FOUND = apiError(
  404,
  'Case Status Online does not recognize the receipt number entered. Please check your receipt number and try again. If you need further assistance, please call the USCIS Contact Center at 1-800-375-5283.',
);

/** The comma before `It` is USCIS's. */
export const MALFORMED = apiError(
  422,
  'The application receipt number is not formatted correctly, It should be total of 13 characters (3 character prefix followed by 10 digits). Please check your receipt number and try again',
);

/** Over the pace and over the daily limit alike. */
export const SPIKE_ARREST = apiError(429, 'Spike Arrest Violation');

/** As captured: the code is a string, and two newlines and two spaces stand before the body. */
export const CLOSED: SimulatedReply = {
  status: 503,
  body: `\n\n  ${JSON.stringify({
    error: {
      code: '503',
      message:
        'The Case Status API Sandbox is unavailable at this time. Please retry your API request during normal operation hours M-F 7:00AM EST - 8:00 PM EST',
    },
  })}`,
};

/** The stock shape of the gateway's OAuth errors. */
export const oauthError = (status: number, code: string, message: string): SimulatedReply => ({
  status,
  body: { ErrorCode: code, Error: message },
});
