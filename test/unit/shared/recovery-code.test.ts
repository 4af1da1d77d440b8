import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newRecoveryCode } from '../../../electron/vault/recovery-code.ts';
import {
  codeOf,
  GROUP_LENGTH,
  groupsOfCode,
  RECOVERY_GROUPS,
  readGroup,
  readRecoveryCode,
  type RecoveryCode,
} from '../../../shared/recovery-code.ts';

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const symbolsOf = (code: RecoveryCode): string[] => Array.from(code.replaceAll('-', ''));
const read = (symbols: readonly string[]) => readRecoveryCode(symbols.join(''));

/** Codes with every symbol in every place, and many others. */
const codes = [
  ...Array.from({ length: 32 }, (_nothing, shift) =>
    codeOf(Array.from({ length: 28 }, (_none, place) => (place * 7 + shift) % 32)),
  ),
  ...Array.from({ length: 20 }, () => newRecoveryCode(randomBytes)),
];

describe('a recovery code', () => {
  it('has 35 symbols in seven groups, none of which can be mistaken for another', () => {
    for (const code of codes) {
      expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{5}-){6}[0-9A-HJKMNP-TV-Z]{5}$/);
      expect(readRecoveryCode(code)).toEqual({ kind: 'good', code });
    }
  });

  it('has 140 random bits: each of the 28 bytes turns exactly one symbol besides its check', () => {
    const zero = symbolsOf(newRecoveryCode((size) => Buffer.alloc(size)));
    for (let byte = 0; byte < 28; byte += 1) {
      for (let bit = 0; bit < 5; bit += 1) {
        const turned = symbolsOf(
          newRecoveryCode((size) => {
            const bytes = Buffer.alloc(size);
            bytes[byte] = 1 << bit;
            return bytes;
          }),
        );
        const changed = turned.flatMap((symbol, place) => (symbol === zero[place] ? [] : [place]));
        const group = Math.floor(byte / 4) * GROUP_LENGTH;
        expect(changed).toEqual([group + (byte % 4), group + 4]);
      }
    }
    expect(new Set(Array.from({ length: 200 }, () => newRecoveryCode(randomBytes))).size).toBe(200);
  });

  it('finds any one wrong symbol, and says in which group', () => {
    for (const code of codes) {
      const symbols = symbolsOf(code);
      for (const [place, right] of symbols.entries()) {
        for (const wrong of ALPHABET) {
          if (wrong === right) continue;
          const group = Math.floor(place / GROUP_LENGTH);
          expect(read(symbols.with(place, wrong))).toEqual({ kind: 'faulty', groups: [group] });
        }
      }
    }
  });

  it('finds any swap of neighbours, over the edge of a group too', () => {
    let swaps = 0;
    for (const code of codes) {
      const symbols = symbolsOf(code);
      for (let place = 0; place + 1 < symbols.length; place += 1) {
        const [first = '', second = ''] = symbols.slice(place, place + 2);
        if (first === second) continue;
        swaps += 1;
        const groups = [...new Set([place, place + 1].map((each) => Math.floor(each / GROUP_LENGTH)))];
        expect(read(symbols.with(place, second).with(place + 1, first))).toEqual({ kind: 'faulty', groups });
      }
    }
    expect(swaps).toBeGreaterThan(1000);
  });

  it('finds two symbols of one group exchanged, and two groups exchanged', () => {
    for (const code of codes) {
      const groups = groupsOfCode(code);
      for (let one = 0; one < RECOVERY_GROUPS; one += 1) {
        for (let other = one + 1; other < RECOVERY_GROUPS; other += 1) {
          const exchanged = groups.with(one, groups[other] ?? '').with(other, groups[one] ?? '');
          expect(readRecoveryCode(exchanged.join('-'))).toEqual({ kind: 'faulty', groups: [one, other] });
        }
      }
      const symbols = symbolsOf(code);
      const [first = '', third = ''] = [symbols[0], symbols[2]];
      if (first !== third) expect(read(symbols.with(0, third).with(2, first)).kind).toBe('faulty');
    }
  });

  it('forgives small letters, look-alikes, spaces and dashes of all kinds', () => {
    const code = codeOf([1, 0, 1, 0, ...Array.from({ length: 24 }, (_nothing, place) => place)]);
    const spoiled = code
      .toLowerCase()
      .replaceAll('1', 'l')
      .replaceAll('0', 'o')
      .replace('l', 'I')
      .replaceAll('-', ' – ');
    expect(spoiled).toMatch(/[lIo]/);
    expect(readRecoveryCode(`  ${spoiled}\n`)).toEqual({ kind: 'good', code });
    expect(readRecoveryCode(code.replaceAll('-', ''))).toEqual({ kind: 'good', code });
    expect(readRecoveryCode(symbolsOf(code).join(' '))).toEqual({ kind: 'good', code });
    expect(
      readRecoveryCode(Array.from(code, (each) => String.fromCodePoint((each.codePointAt(0) ?? 0) + 0xfee0)).join('')),
    ).toEqual({ kind: 'good', code });
    const [first = ''] = groupsOfCode(code);
    expect(readGroup(` ${first.toLowerCase().replaceAll('1', 'i')} `, 0)).toBe(first);
    expect(readGroup(first, 1)).toBeNull();
  });

  it('says how many symbols there are, or which group is too short', () => {
    const [code = codeOf([])] = codes;
    expect(readRecoveryCode('')).toEqual({ kind: 'length', symbols: 0 });
    expect(readRecoveryCode(code.slice(0, 17))).toEqual({ kind: 'length', symbols: 15 });
    expect(readRecoveryCode(code.replaceAll('-', '').slice(1))).toEqual({ kind: 'length', symbols: 34 });
    expect(readRecoveryCode(code.slice(1))).toEqual({ kind: 'faulty', groups: [0] });
    expect(readRecoveryCode(`${code}7`)).toEqual({ kind: 'faulty', groups: [6] });
    expect(readRecoveryCode(code.replace(/^./, 'U'))).toEqual({ kind: 'faulty', groups: [0] });
  });

  it('never throws, whatever is typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (typed) => {
        expect(['length', 'faulty']).toContain(readRecoveryCode(typed).kind);
      }),
      { seed: 7 },
    );
  });
});
