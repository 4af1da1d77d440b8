import { describe, expect, it } from 'vitest';
import {
  KNOWN_RECEIPTS,
  MALFORMED_RECEIPTS,
  PUBLISHED_RECEIPTS,
  UNKNOWN_RECEIPTS,
} from '../../../electron/simulator/staging-receipts.ts';
import { SYNTHETIC_CASES } from '../../../electron/simulator/synthetic-cases.ts';
import { readReceipt } from '../../../shared/case/receipt-number.ts';

describe('the staging receipts', () => {
  it('are the 50 that were published, 25 of them with a history, and the 11 that were seen once', () => {
    expect(PUBLISHED_RECEIPTS).toHaveLength(50);
    expect(PUBLISHED_RECEIPTS.filter(({ history }) => history)).toHaveLength(25);
    expect(KNOWN_RECEIPTS.size).toBe(61);
    expect(UNKNOWN_RECEIPTS.size).toBe(7);
  });

  it('are in the one form of a receipt number, the malformed ones not', () => {
    for (const receipt of [...KNOWN_RECEIPTS.keys(), ...UNKNOWN_RECEIPTS]) {
      expect(readReceipt(receipt), receipt).toMatchObject({ kind: 'receipt', receipt, normalised: false });
      expect(KNOWN_RECEIPTS.has(receipt) && UNKNOWN_RECEIPTS.has(receipt)).toBe(false);
    }
    for (const receipt of MALFORMED_RECEIPTS) expect(readReceipt(receipt).kind).toBe('malformed');
  });
});

describe('the demonstration', () => {
  it('watches 24 different published receipts of people who evidently do not exist', () => {
    const published = new Set(PUBLISHED_RECEIPTS.map(({ receipt }) => receipt));
    expect(new Set(SYNTHETIC_CASES.map(({ receipt }) => receipt)).size).toBe(24);
    expect(new Set(SYNTHETIC_CASES.map(({ client }) => client)).size).toBe(24);
    for (const { receipt, client } of SYNTHETIC_CASES) {
      expect(published.has(receipt)).toBe(true);
      expect(client).toMatch(/^Synthetic Person \d\d \(demo\)$/);
    }
  });
});
