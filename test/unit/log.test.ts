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

  it('never holds one that is parted, or that stands within other words', () => {
    const parting = fc.constantFrom('', ' ', '-', '_', '.', '\u2011', '\u2212', '\u200b', ' - ');
    const around = fc.stringMatching(/^[A-Za-z0-9_ -]{0,8}$/);
    fc.assert(
      fc.property(
        fc.constantFrom('EAC', 'ioe', 'Zzz'),
        fc.stringMatching(/^[\d*]\d{9}$/),
        fc.array(parting, { minLength: 10, maxLength: 10 }),
        around,
        around,
        (prefix, digits, parts, before, after) => {
          const parted = prefix + parts.map((part, at) => part + (digits[at] ?? '')).join('');
          const line = redact(`${before}${parted}${after}`);
          expect(line.replace(/[^0-9*]/g, '')).not.toContain(digits);
        },
      ),
      { seed: 1 },
    );
  });

  it('never holds a row that may be a key or a token', () => {
    fc.assert(
      fc.property(fc.base64String({ minLength: 40, maxLength: 80 }), (text) => {
        const token = text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
        expect(redact(`Bearer ${token}.`)).toBe('Bearer [removed].');
      }),
      { seed: 1 },
    );
    expect(redact('aGhKqLmZxWvTyNbCdEfR')).toBe('[removed]');
    expect(redact('abcdefghijklmnopqrstuvwxyz')).toBe('[removed]');
  });

  it.each([
    'pulls: stopped {"problem":"endpoint_needs_verified_runtime"}',
    'workspaces.test_connection: safe_storage_unavailable',
    'SQLITE_CONSTRAINT_FOREIGNKEY at openWorkspaceFilesBelow (main.js:12:3456)',
    'store: slow statement {"name":"cases.find","milliseconds":1234}',
  ])('keeps plain words: %s', (line) => {
    expect(redact(line)).toBe(line);
  });

  it('never holds keys, tokens or addresses of people', () => {
    const line = redact('failed: 3f9a8b7c6d5e4f3a2b1c0d9e8f7a6b5c for someone@example.org');
    expect(line).toBe('failed: [removed] for [address]');
  });
});
