import { z } from 'zod';
import type { Instant, Milliseconds } from '../clock.ts';
import type { Problem } from '../problem.ts';
import { appCall } from './call.ts';
import { nothing, workspaceId } from './fields.ts';
import { SECRET_PLACES, type SecretPlace } from './workspaces.ts';

/** Where the key of a workspace's database lives. */
export interface KeysView {
  readonly secretsIn: SecretPlace;
  /** Whose keychain it is. */
  readonly system: 'linux' | 'mac' | 'windows';
  readonly recovery:
    | { readonly kind: 'made'; readonly madeAt: Instant }
    | { readonly kind: 'none' }
    | { readonly kind: 'unusable'; readonly problem: Problem };
  /** How long until a code may be tried again; 0: at once. */
  readonly wait: Milliseconds;
  /** How much of a key change is done, from 0 to 1; null: none is under way. */
  readonly keyChange: number | null;
}

/** A code as it is shown, once; and which of its groups (from 0) are to be typed back. */
export interface NewCode {
  readonly groups: readonly string[];
  readonly asked: readonly number[];
}

/** What came of trying a code. `wait`: it was not even tried, because the one before was wrong just now. */
export interface CodeTried {
  readonly outcome: 'opened' | 'wrong' | 'wait';
  readonly wait: Milliseconds;
}

const typedGroups = z.array(z.string().max(20)).max(7);

export const keyCalls = {
  'keys.view': appCall<KeysView>()(z.object({ id: workspaceId })),
  /** Makes a recovery code. It counts only when it was confirmed; until then the one before stays good. */
  'keys.new_code': appCall<NewCode>()(z.object({ id: workspaceId })),
  'keys.forget_code': appCall<null>()(z.object({ id: workspaceId })),
  /** Makes the code that was shown the one that counts. `code_unconfirmed`: that is not what it says. */
  'keys.confirm_code': appCall<null>()(z.object({ id: workspaceId, typed: typedGroups })),
  /** Confirms the code that was shown, and gives the open workspace's database a new key, which that code opens. */
  'keys.change': appCall<null>()(z.object({ id: workspaceId, typed: typedGroups })),
  /** Opens a workspace whose key is gone, and puts the key back, into `secretsIn`. */
  'keys.open_with_code': appCall<CodeTried>()(
    z.object({ id: workspaceId, code: z.string().max(300), secretsIn: z.enum(SECRET_PLACES) }),
  ),
  /** Closes the open workspace and covers the window, until somebody opens it again. */
  'keys.lock': appCall<null>()(nothing),
};
