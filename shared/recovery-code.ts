/**
 * The recovery code as people read and type it: seven groups of five symbols, `7KQ2M-…`. Four symbols of a group are random
 * (140 bits in all); the fifth checks them. The alphabet is Crockford's base 32, without the letters that look like digits
 * or like one another (https://www.crockford.com/base32.html); the check is ours, because Crockford's own needs signs that
 * no phone keypad has.
 *
 * A group holds when `α·s₁ + α²·s₂ + α³·s₃ + α⁴·s₄ + s₅` is the number of the group (1 to 7), in the field of 32 elements
 * with `α⁵ = α² + 1`. The weights are distinct and none is zero, so any one wrong symbol and any swap of two symbols is
 * found; the number of the group finds whole groups that were exchanged.
 */
export type RecoveryCode = string & { readonly unit: 'recovery code' };

export const RECOVERY_GROUPS = 7;
export const GROUP_LENGTH = 5;
/** Random symbols in a group; the last is the check. */
export const RANDOM_LENGTH = GROUP_LENGTH - 1;

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const POLYNOMIAL = 0b100101;

/** What somebody typed: a code that holds; or the groups (from 0) that do not; or another number of symbols than a code has. */
export type TypedCode =
  | { readonly kind: 'good'; readonly code: RecoveryCode }
  | { readonly kind: 'faulty'; readonly groups: readonly number[] }
  | { readonly kind: 'length'; readonly symbols: number };

/** Reads a code with all that a person may type: small letters, `i l o` for digits, spaces and dashes anywhere. */
export function readRecoveryCode(typed: string): TypedCode {
  const parts = typed
    .normalize('NFKC')
    .toUpperCase()
    .split(/[\s\p{Pd}_.,·]+/u)
    .filter((part) => part !== '')
    .map(forgiven);
  const symbols = parts.join('');
  const whole = symbols.length === RECOVERY_GROUPS * GROUP_LENGTH;
  // With a symbol too many or too few, the person's own gaps may still tell in which group.
  if (!whole && parts.length !== RECOVERY_GROUPS) return { kind: 'length', symbols: symbols.length };
  const groups = whole ? groupsOf(symbols) : parts;
  const faulty = groups.flatMap((group, index) => (holds(group, index) ? [] : [index]));
  return faulty.length > 0
    ? { kind: 'faulty', groups: faulty }
    : { kind: 'good', code: groups.join('-') as RecoveryCode };
}

/** One group as typed in the form in which codes are shown; null: it is no group of this place, or was mistyped. */
export function readGroup(typed: string, index: number): string | null {
  const group = forgiven(
    typed
      .normalize('NFKC')
      .toUpperCase()
      .replace(/[\s\p{Pd}_.,·]+/gu, ''),
  );
  return holds(group, index) ? group : null;
}

/** The groups of a code, in their order. */
export const groupsOfCode = (code: RecoveryCode): string[] => code.split('-');

/** Puts a code together from random numbers of 0 to 31, four for each group. */
export function codeOf(random: readonly number[]): RecoveryCode {
  if (random.length !== RECOVERY_GROUPS * RANDOM_LENGTH)
    throw new Error('A recovery code is made of 28 random symbols');
  const groups = Array.from({ length: RECOVERY_GROUPS }, (_nothing, index) => {
    const values = random.slice(index * RANDOM_LENGTH, (index + 1) * RANDOM_LENGTH);
    return [...values, weigh(values) ^ numberOf(index)].map((value) => ALPHABET[value] ?? '').join('');
  });
  return groups.join('-') as RecoveryCode;
}

const forgiven = (symbols: string): string => symbols.replace(/[IL]/g, '1').replace(/O/g, '0');

const groupsOf = (symbols: string): string[] =>
  Array.from({ length: RECOVERY_GROUPS }, (_nothing, index) =>
    symbols.slice(index * GROUP_LENGTH, (index + 1) * GROUP_LENGTH),
  );

const numberOf = (index: number): number => index + 1;

function holds(group: string, index: number): boolean {
  const values = Array.from(group, (symbol) => ALPHABET.indexOf(symbol));
  if (values.length !== GROUP_LENGTH || values.includes(-1)) return false;
  return (weigh(values.slice(0, RANDOM_LENGTH)) ^ (values[RANDOM_LENGTH] ?? 0)) === numberOf(index);
}

/** `α·s₁ + α²·s₂ + …` in the field of 32 elements, by Horner's rule. */
const weigh = (values: readonly number[]): number => values.reduceRight((sum, value) => timesAlpha(sum ^ value), 0);

const timesAlpha = (value: number): number => (value << 1) ^ ((value & 0b10000) === 0 ? 0 : POLYNOMIAL);
