import { createHash } from 'node:crypto';

/**
 * A short fingerprint of the office's key at a host: enough to count the calls of one key together, and nothing to ask USCIS
 * with. A port is no part of it: the simulator's changes with each start.
 */
export function fingerprintOf(clientId: string, apiBase: string): string {
  const host = URL.parse(apiBase)?.hostname ?? apiBase;
  return createHash('sha256').update(`${host}\n${clientId}`).digest('hex').slice(0, 16);
}
