import { z } from 'zod';
import { PROBLEM_KINDS } from '../../shared/problem.ts';

/** What the keychain process is asked for. `service` and `account` name an entry of the computer's keychain. */
export const keychainRequestSchema = z.discriminatedUnion('op', [
  z.object({ id: z.number(), op: z.literal('get'), service: z.string(), account: z.string() }),
  z.object({ id: z.number(), op: z.literal('set'), service: z.string(), account: z.string(), secret: z.string() }),
  z.object({ id: z.number(), op: z.literal('delete'), service: z.string(), account: z.string() }),
]);

export type KeychainRequest = z.infer<typeof keychainRequestSchema>;

/**
 * What the keychain process answers, matched to its request by `id`. `value` is the secret or null for `get`, null for
 * `set`, and for `delete` whether there was an entry.
 */
export const keychainReplySchema = z.discriminatedUnion('ok', [
  z.object({ id: z.number(), ok: z.literal(true), value: z.union([z.string(), z.boolean(), z.null()]) }),
  z.object({
    id: z.number(),
    ok: z.literal(false),
    problem: z.object({ kind: z.enum(PROBLEM_KINDS), detail: z.string().exactOptional() }),
  }),
]);

export type KeychainReply = z.infer<typeof keychainReplySchema>;
