import { z } from 'zod';
import { MINUTE, SECOND, type Milliseconds } from '../../shared/clock.ts';
import { readJson } from './envelopes.ts';

/** A token lasts 30 minutes (USCIS's portal): what we take when the answer does not say. */
const DEFAULT_LIFE: Milliseconds = 30 * MINUTE;

const body = z.object({
  /** Printable characters only: it goes into a header. */
  access_token: z.string().regex(/^[\x21-\x7e]{1,8192}$/),
  /** Seconds, as text (`"1799"`, on the wire) or as a number. */
  expires_in: z.union([z.string(), z.number()]).optional().catch(undefined),
  api_product_list_json: z.array(z.string()).optional().catch(undefined),
  /** `[Case Status API - Sandbox, first-case-sbox]`: not JSON. */
  api_product_list: z.string().optional().catch(undefined),
});

export interface IssuedToken {
  readonly value: string;
  readonly life: Milliseconds;
  readonly products: readonly string[];
}

/** Reads the success body of the token endpoint; null when there is no usable token in it. */
export function readTokenBody(text: string): IssuedToken | null {
  const parsed = body.safeParse(readJson(text));
  if (!parsed.success) return null;
  const { access_token: value, expires_in: life, api_product_list_json: list, api_product_list: plain } = parsed.data;
  return { value, life: readLife(life), products: list ?? splitProducts(plain ?? '') };
}

/** A life of nothing, of less, or of no number is not one; a longer one than USCIS grants is cut to it. */
function readLife(value: string | number | undefined): Milliseconds {
  const seconds = typeof value === 'string' && value.trim() === '' ? Number.NaN : Number(value);
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds * SECOND, DEFAULT_LIFE) : DEFAULT_LIFE;
}

const splitProducts = (plain: string): string[] =>
  plain
    .replace(/^\s*\[|\]\s*$/g, '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
