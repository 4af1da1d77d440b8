import type { MergeOutcome } from './bundles.ts';

/** Was there nothing that was not here already? In a file of its own because the page, too, asks it, and must not carry the schemas. */
export const isNothingNew = (added: MergeOutcome): boolean => Object.values(added).every((count) => count === 0);
