import { z } from 'zod';
import { ENVIRONMENTS, type Endpoints, type Environment, type Limits } from '../service/environment.ts';
import { isZone, type Hours } from '../service/hours.ts';
import type { Problem } from '../problem.ts';
import { appCall } from './call.ts';
import { name, nothing, workspaceId } from './fields.ts';

/**
 * Where a workspace keeps its secrets: the computer's keychain, or, with the person's consent, a file that the operating
 * system encrypts, or this session's memory only.
 */
export const SECRET_PLACES = ['keychain', 'safe_storage', 'session'] as const;
export type SecretPlace = (typeof SECRET_PLACES)[number];

export const endpointsSchema = z.object({ tokenUrl: z.string().trim().max(500), apiBase: z.string().trim().max(500) });
const zone = z.string().min(1).max(60).refine(isZone, 'no zone that this computer knows');
export const limitsSchema = z.object({
  perSecond: z.number().min(0.1).max(100),
  perDay: z.int().min(1).max(10_000_000),
  share: z.number().min(0.1).max(1),
  zone,
});
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
export const hoursSchema = z
  .object({
    zone,
    weekdays: z.array(z.int().min(1).max(7)).max(7).readonly(),
    opens: time,
    closes: time,
  })
  .refine(({ opens, closes }) => opens < closes, 'it opens before it closes')
  .nullable();

/** What somebody typed. It goes to the main process once, and never comes back. */
const credentialsSchema = z.object({
  clientId: z.string().trim().min(1).max(300),
  clientSecret: z.string().trim().min(1).max(300),
});

export interface WorkspaceView {
  readonly id: string;
  readonly name: string;
  readonly environment: Environment;
  readonly endpoints: Endpoints;
  readonly limits: Limits;
  /** Null: always open. */
  readonly hours: Hours | null;
  readonly secretsIn: SecretPlace;
  readonly hasCredentials: boolean;
  /** The person paused the pulls of this workspace. */
  readonly paused: boolean;
  /** Its recovery code: made; still to be shown and confirmed before anything else; or none, as in older workspaces. */
  readonly recovery: 'made' | 'wanted' | 'none';
}

/** What removing a workspace deletes, said before it is done. */
export interface RemovalView {
  readonly cases: number | null;
  readonly bytes: number;
  readonly folder: string;
}

/** What the keychain and Electron's own encryption offer on this computer, found by really storing a probe. */
export interface VaultOffers {
  readonly keychain: Problem | null;
  readonly safeStorage: boolean;
}

const shape = { endpoints: endpointsSchema, limits: limitsSchema, hours: hoursSchema };

export const workspaceCalls = {
  'vault.offers': appCall<VaultOffers>()(nothing),
  /** Makes a workspace and opens it. A demonstration takes its credentials and endpoints from the simulator. */
  'workspaces.create': appCall<{ id: string }>()(
    z.object({
      name,
      environment: z.enum(ENVIRONMENTS),
      secretsIn: z.enum(SECRET_PLACES),
      credentials: credentialsSchema.nullable(),
      ...z.object(shape).partial().shape,
    }),
  ),
  'workspaces.open': appCall<null>()(z.object({ id: workspaceId })),
  'workspaces.rename': appCall<null>()(z.object({ id: workspaceId, name })),
  /** Stored credentials stay with their host: a change of it needs them typed again (`credentials_needed`). */
  'workspaces.change': appCall<null>()(
    z.object({ id: workspaceId, ...shape, credentials: credentialsSchema.nullable() }),
  ),
  /**
   * Asks the token endpoint with what was typed, or (credentials null) with what is stored for `id`, and then at the
   * addresses of that workspace, whatever `endpoints` says.
   */
  'workspaces.test_connection': appCall<{ products: string[] }>()(
    z.object({ id: workspaceId.nullable(), endpoints: endpointsSchema, credentials: credentialsSchema.nullable() }),
  ),
  'workspaces.set_credentials': appCall<null>()(z.object({ id: workspaceId, credentials: credentialsSchema })),
  'workspaces.removal': appCall<RemovalView>()(z.object({ id: workspaceId })),
  /** Asks for a place and writes an encrypted copy that the passphrase opens. Null: the person cancelled. */
  'workspaces.back_up': appCall<{ path: string } | null>()(
    z.object({ id: workspaceId, passphrase: z.string().min(12).max(200) }),
  ),
  /** Asks for a backup and makes a workspace of it. Null: the person cancelled. */
  'workspaces.restore': appCall<{ id: string } | null>()(
    z.object({ passphrase: z.string().min(1).max(200), secretsIn: z.enum(SECRET_PLACES) }),
  ),
  'workspaces.remove': appCall<null>()(z.object({ id: workspaceId })),
  /**
   * For a workspace that can be opened no more: a new, empty one takes its name and settings. The old one is kept whole
   * under another name. Gives the new one's id.
   */
  'workspaces.start_afresh': appCall<{ id: string }>()(z.object({ id: workspaceId, secretsIn: z.enum(SECRET_PLACES) })),
};
