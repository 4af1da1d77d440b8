/** Where a part gets chance from: handed in, so that a test can repeat a run. Never for secrets. */
export interface Random {
  /** A number from 0 (included) to 1 (excluded). */
  next(): number;
}

/** A repeatable source (mulberry32): the same seed gives the same row of numbers. For jitter and simulation. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return {
    next() {
      state = (state + 0x6d2b79f5) >>> 0;
      let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
      mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
    },
  };
}

/** A number that depends on nothing but the text (FNV-1a, 32 bits): a seed for something that has a name. */
export function seedFrom(text: string): number {
  let hash = 0x811c9dc5;
  for (const character of text) {
    hash ^= character.codePointAt(0) ?? 0;
    hash = Math.imul(hash, 0x01000193) >>> 0;
  }
  return hash;
}
