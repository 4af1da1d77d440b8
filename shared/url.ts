/** Reads an absolute address; null when it is none. */
export const readUrl = (address: string): URL | null => (URL.canParse(address) ? new URL(address) : null);
