import type { Result } from '../../shared/problem.ts';

/** The secrets of a workspace. `next_database_key` is there only while the key of the database is being changed. */
export const SECRET_NAMES = ['database_key', 'next_database_key', 'credentials'] as const;
export type SecretName = (typeof SECRET_NAMES)[number];

/** A place as it is, before the vault's rules are laid over it. A null can mean "none" as well as "locked". */
export interface RawPlace {
  get(name: SecretName): Promise<Result<string | null>>;
  set(name: SecretName, secret: string): Promise<Result<null>>;
  /** Whether there was something to remove, as far as the place can tell. */
  remove(name: SecretName): Promise<Result<boolean>>;
}
