import { z } from 'zod';
import type { ServiceSaid } from '../../shared/service/answer.ts';

/** The longest message that we keep of the service's own words. */
const MESSAGE_LIMIT = 2000;

const text = z.string().optional().catch(undefined);
/** Codes come as numbers and as strings. */
const code = z
  .union([z.string(), z.number().transform(String)])
  .optional()
  .catch(undefined);

const item = z.object({ code, message: text, detail: text, title: text, status: code, traceId: text });
const optional = <Shape extends z.ZodType>(shape: Shape) => shape.optional().catch(undefined);

/** Every error body that is known of the API and its gateway, in one tolerant shape: what does not fit is left out. */
const envelope = z.object({
  ...item.shape,
  error: optional(item),
  errors: optional(z.array(z.unknown())),
  fault: optional(z.object({ faultstring: text, detail: optional(z.object({ errorcode: code })) })),
  ErrorCode: code,
  Error: text,
});

/** Which kind of speaker a body comes from: the API itself, the gateway before it, or neither. */
export type Speaker = 'api' | 'gateway' | 'nobody';

export interface ServiceWords {
  readonly speaker: Speaker;
  readonly said: Omit<ServiceSaid, 'httpStatus'>;
}

/** Reads JSON that may have white space before it; undefined when it is none. */
export function readJson(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return undefined;
  }
}

/**
 * What an error body says, whichever of the seven known envelopes it comes in (plain, `error`, `errors`, Apigee's `fault`
 * and OAuth shapes, a problem detail of RFC 9457, or no JSON at all). Never throws.
 */
export function readServiceWords(body: string): ServiceWords {
  const parsed = envelope.safeParse(readJson(body));
  if (!parsed.success) return readPlain(body);
  const { error, errors, fault, ErrorCode, Error: oauth, ...plain } = parsed.data;
  if (fault !== undefined) return words('gateway', fault.detail?.errorcode, fault.faultstring, undefined);
  if (ErrorCode !== undefined) return words('gateway', ErrorCode, oauth, undefined);
  const listed = item.safeParse(errors?.[0]);
  const inner = error ?? (listed.success ? listed.data : plain);
  const message = inner.message ?? inner.detail ?? inner.title;
  const found = inner.code ?? inner.status;
  // A bare code is what any web server sends for a wrong address: the API has words.
  return words(message === undefined ? 'nobody' : 'api', found, message, inner.traceId ?? plain.traceId);
}

/** A body that is not JSON: a short plain text is the gateway's word; a page of HTML or a torn JSON says nothing. */
function readPlain(body: string): ServiceWords {
  const trimmed = body.trim();
  if (trimmed === '' || /^[<{["]/.test(trimmed)) return { speaker: 'nobody', said: {} };
  return words('gateway', undefined, trimmed, undefined);
}

function words(
  speaker: Speaker,
  foundCode: string | undefined,
  message: string | undefined,
  traceId: string | undefined,
): ServiceWords {
  return {
    speaker,
    said: {
      ...(foundCode === undefined ? {} : { code: foundCode.slice(0, 200) }),
      ...(message === undefined ? {} : { message: message.slice(0, MESSAGE_LIMIT) }),
      ...(traceId === undefined ? {} : { traceId: traceId.slice(0, 200) }),
    },
  };
}
