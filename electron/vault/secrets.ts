import { z } from 'zod';
import { fail, ok, type Result } from '../../shared/problem.ts';
import type { Secrets } from './vault.ts';

const credentialsSchema = z.object({ clientId: z.string().min(1), clientSecret: z.string().min(1) });

/** The office's own developer credentials at USCIS. They are kept together, as one secret. */
export type Credentials = Readonly<z.infer<typeof credentialsSchema>>;

/** 256 bits as hexadecimal digits. */
const databaseKeySchema = z.string().regex(/^[0-9a-f]{64}$/);

/** The credentials, or null when none were ever stored. Something else under their name counts as lost. */
export async function readCredentials(place: Secrets, stored: boolean): Promise<Result<Credentials | null>> {
  const found = await place.read('credentials', stored);
  if (!found.ok || found.value === null) return found as Result<null>;
  const parsed = credentialsSchema.safeParse(json(found.value));
  return parsed.success ? ok(parsed.data) : fail('secret_lost', { detail: 'the stored credentials are unreadable' });
}

/** Stores the credentials in place of the ones before. */
export function writeCredentials(place: Secrets, { clientId, clientSecret }: Credentials): Promise<Result<null>> {
  return place.write('credentials', JSON.stringify({ clientId, clientSecret }));
}

/** The database's key, or null when none was ever stored. Something else under its name counts as lost. */
export async function readDatabaseKey(place: Secrets, stored: boolean): Promise<Result<string | null>> {
  const found = await place.read('database_key', stored);
  if (!found.ok || found.value === null || databaseKeySchema.safeParse(found.value).success) return found;
  return fail('secret_lost', { detail: 'the stored database key is unreadable' });
}

/** The key that a change under way gives the database; null: there is none. */
export async function readNextDatabaseKey(place: Secrets): Promise<Result<string | null>> {
  const found = await place.read('next_database_key', false);
  const readable = !found.ok || found.value === null || databaseKeySchema.safeParse(found.value).success;
  return readable ? found : ok(null);
}

/** The text as JSON, or undefined. The parser's own error is not kept: it quotes the text. */
function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
