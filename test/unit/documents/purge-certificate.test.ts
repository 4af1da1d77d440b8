import { expect, test } from 'vitest';
import { wordsIn } from '../../../electron/desktop/words.ts';
import {
  certificatePage,
  certificateText,
  type CertificateAbout,
} from '../../../electron/documents/purge-certificate.ts';
import { stillHeld } from '../../../electron/workspaces/backups/still-held.ts';
import { DAY, instant, later, type CivilDate } from '../../../shared/clock.ts';
import type { PurgeView } from '../../../shared/contract/trash.ts';

const AT = instant(Date.parse('2026-03-02T12:00:00Z'));

const purge: PurgeView = {
  id: 1,
  beganAt: later(AT, -DAY),
  finishedAt: AT,
  asked: true,
  cases: 12,
  notes: 3,
  answers: 1234,
  changes: 15,
  checks: 987,
  edits: 4,
};

const about = (language: 'en' | 'es', more: Partial<CertificateAbout> = {}): CertificateAbout => ({
  workspace: 'Bufete <script>alert("1")</script>',
  environment: 'Sandbox',
  held: { backups: 2, goneOn: '2026-05-03' as CivilDate, second: { backups: 3, goneOn: '2026-05-09' as CivilDate } },
  version: '0.1.0',
  madeAt: AT,
  zone: 'America/New_York',
  language,
  words: (...asked) => wordsIn(language).t(...asked),
  ...more,
});

test.each(['en', 'es'] as const)(
  'a certificate says what went, when, how and what may still hold it, in %s',
  (language) => {
    const [page, text] = [certificatePage(purge, about(language)), certificateText(purge, about(language))];
    for (const each of [page, text]) {
      // A key without words would stand there itself.
      expect(each).not.toMatch(/documents:|purge\.|\{\{/);
      expect(each).toMatch(/1,234/);
      expect(each).toContain(language === 'en' ? 'May 3, 2026' : '3 de mayo de 2026');
      expect(each).toContain(language === 'en' ? 'May 9, 2026' : '9 de mayo de 2026');
      expect(each).toMatch(/7:00:00.*EST/);
    }
    expect(page).not.toContain('<script');
  },
);

test('where no backup is left, or one of a day to come, it says so', () => {
  const says = (held: CertificateAbout['held']): string => certificateText(purge, about('en', { held }));
  expect(says({ backups: 0, goneOn: null, second: null })).toContain('No backup that Caseharbor made');
  expect(says({ backups: 0, goneOn: null, second: null })).not.toContain('second folder');
  expect(says({ backups: 1, goneOn: null, second: null })).toContain('dated ahead');
  expect(says({ backups: 0, goneOn: null, second: 'away' })).toContain('The second folder was not connected');
  expect(says({ backups: 0, goneOn: null, second: { backups: 0, goneOn: null } })).toContain('None of them lies');
  expect(says({ backups: 0, goneOn: null, second: { backups: 1, goneOn: null } })).toContain('1 backup in the second');
});

test('every backup of before may still hold what went, and the newest of them says until when', () => {
  const made = (moments: number[]) => moments.map((at) => ({ at: instant(at) }));
  const held = (...moments: number[]) =>
    stillHeld(purge, { first: made(moments), second: null }, later(AT, 5 * DAY), 'UTC');
  expect(held(AT + DAY)).toEqual({ backups: 0, goneOn: null, second: null });
  expect(held(AT + DAY, AT - DAY, AT - 9 * DAY)).toEqual({ backups: 2, goneOn: '2026-05-02', second: null });
  expect(held(AT)).toMatchObject({ backups: 1, goneOn: '2026-05-03' });
  expect(held(AT - DAY, AT + 300 * DAY)).toMatchObject({ backups: 2, goneOn: null });
  // The second folder may have kept what is gone here.
  const both = { first: [], second: made([AT + DAY, AT - DAY]) };
  expect(stillHeld(purge, both, later(AT, 5 * DAY), 'UTC')).toEqual({
    backups: 0,
    goneOn: null,
    second: { backups: 1, goneOn: '2026-05-02' },
  });
  expect(stillHeld(purge, { first: [], second: 'away' }, AT, 'UTC').second).toBe('away');
});
