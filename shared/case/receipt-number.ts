/** A receipt number in its one form: three capital letters and ten digits, or letters, `*` and nine digits. */
export type ReceiptNumber = string & { readonly unit: 'receipt number' };

/**
 * Prefixes that lists of USCIS offices name. There is no authoritative list: an unknown one warns and never blocks. The
 * prefix says where a case started, not where it is.
 */
const KNOWN_PREFIXES = new Set('IOE EAC WAC LIN SRC MSC NBC YSC VSC CSC NSC TSC PSC'.split(' '));

export type MalformedReason = 'empty' | 'too_short' | 'too_long' | 'prefix_not_letters' | 'not_digits';

/** What we make of a number as somebody entered it. */
export type ReceiptReading =
  | {
      readonly kind: 'receipt';
      readonly receipt: ReceiptNumber;
      /** We changed capitals, spaces or dashes. */
      readonly normalised: boolean;
      readonly unknownPrefix: boolean;
    }
  | { readonly kind: 'malformed'; readonly reason: MalformedReason };

/** Spaces, dashes of every kind (the minus sign too), and characters that cannot be seen, as copying from a page or PDF brings. */
const UNMEANT = /[\s\p{Pd}\u2212\p{Cf}]/gu;

/** Reads a receipt number: trims, turns to capitals, drops spaces and dashes, keeps leading zeros. Never throws. */
export function readReceipt(entered: string): ReceiptReading {
  const trimmed = entered.trim();
  const compact = trimmed.replace(UNMEANT, '');
  if (compact === '') return { kind: 'malformed', reason: 'empty' };
  // Before capitals are made: some letters of other alphabets turn into one of ours.
  if (!/^[A-Za-z]{3}/.test(compact)) return { kind: 'malformed', reason: 'prefix_not_letters' };
  if (!/^[A-Za-z]{3}\*?\d*$/.test(compact)) return { kind: 'malformed', reason: 'not_digits' };
  if (compact.length < 13) return { kind: 'malformed', reason: 'too_short' };
  if (compact.length > 13) return { kind: 'malformed', reason: 'too_long' };
  const receipt = compact.toUpperCase() as ReceiptNumber;
  return {
    kind: 'receipt',
    receipt,
    normalised: receipt !== trimmed,
    unknownPrefix: !KNOWN_PREFIXES.has(receipt.slice(0, 3)),
  };
}

/** Splits a pasted list: one number a line, or several parted by commas, semicolons or tabs. Empty pieces are dropped. */
export function splitReceiptList(pasted: string): string[] {
  return pasted
    .split(/[\n\r,;\t]+/)
    .map((piece) => piece.trim())
    .filter((piece) => piece !== '');
}

/** A receipt number that may be shown where others look, or logged: only its last four characters. */
export const maskReceipt = (receipt: string): string => `…${receipt.slice(-4)}`;
