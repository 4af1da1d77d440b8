/* In a file of its own because the page uses it, and must not carry the schemas with it. */

/** So many cases are added at once, out of a list of so many characters: to read more would hold the window up. */
export const MOST_ADDED = 20_000;
export const MOST_PASTED = 500_000;
