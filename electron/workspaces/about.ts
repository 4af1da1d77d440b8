import { z } from 'zod';
import { name } from '../../shared/contract/fields.ts';
import { endpointsSchema, hoursSchema, limitsSchema } from '../../shared/contract/workspaces.ts';
import { ENVIRONMENT_DEFAULTS, ENVIRONMENTS } from '../../shared/service/environment.ts';
import type { Store } from '../store/store.ts';

/**
 * What a database says of the workspace that it belongs to: so a backup is complete in itself, and a workspace whose own
 * file was damaged can be known again. Limits or hours that make no sense are taken for the usual, careful ones.
 */
const aboutSchema = z.object({
  name,
  environment: z.enum(ENVIRONMENTS),
  endpoints: endpointsSchema,
  limits: limitsSchema.catch(ENVIRONMENT_DEFAULTS.sandbox.limits),
  hours: hoursSchema.catch(null),
});
export type About = z.infer<typeof aboutSchema>;

const KEY = 'workspace';

/** Null: it says nothing, or nothing that can be understood. */
export function readAbout(store: { readonly meta: Pick<Store['meta'], 'get'> }): About | null {
  return aboutIn(store.meta.get(KEY));
}

/** The same of what was read elsewhere. */
export const aboutIn = (text: string | null): About | null =>
  text === null ? null : (aboutSchema.safeParse(parseJson(text)).data ?? null);

export function writeAbout(store: Store, { name: title, environment, endpoints, limits, hours }: About): void {
  store.meta.set(KEY, JSON.stringify({ name: title, environment, endpoints, limits, hours } satisfies About));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
