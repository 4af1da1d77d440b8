import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redact } from '../../electron/log.ts';

describe('the log', () => {
  it('never holds a whole receipt number', () => {
    const receipts = fc.tuple(
      fc.constantFrom('EAC', 'IOE', 'wac', 'Msc'),
      fc.stringMatching(/^[\d*]\d{9}$/),
      fc.constantFrom(' ', '"', '/', ':', ''),
    );
    fc.assert(
      fc.property(receipts, ([prefix, digits, around]) => {
        const receipt = `${prefix}${digits}`;
        const line = redact(`asked for ${around}${receipt}${around} now`);
        expect(line).not.toContain(receipt);
        expect(line).toContain(`…${digits.slice(-4)}`);
      }),
      { seed: 1 },
    );
  });

  it('never holds keys, tokens or addresses of people', () => {
    const line = redact('failed: 3f9a8b7c6d5e4f3a2b1c0d9e8f7a6b5c for someone@example.org');
    expect(line).toBe('failed: [removed] for [address]');
  });
});
