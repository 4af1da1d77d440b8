import type { Random } from '../shared/random.ts';

/** The computer's own chance, for jitter. Secrets come from node:crypto, in vault/. */
export const systemRandom: Random = { next: () => Math.random() };
