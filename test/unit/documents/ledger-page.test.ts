import { expect, test } from 'vitest';
import { wordsIn } from '../../../electron/desktop/words.ts';
import { html } from '../../../electron/documents/html.ts';
import { ledgerPage, type LedgerPageAbout } from '../../../electron/documents/ledger-page.ts';
import type { LedgerLine, LedgerReport } from '../../../shared/contract/ledger.ts';
import type { ReceiptNumber } from '../../../shared/case/receipt-number.ts';
import { instant } from '../../../shared/clock.ts';

const AT = instant(Date.parse('2026-03-02T12:00:00Z'));

const line = (number: number): LedgerLine => ({
  origin: null,
  number,
  at: AT,
  receipt: 'ZZZ9000000001' as ReceiptNumber,
  salt: 'ab',
  mark: 'cd',
  key: null,
  answer: 'not_recognised',
  content: null,
  previous: 'ee',
  hash: `${number}f`.repeat(16),
});

const whole = (lines: number): LedgerReport => ({
  verdict: { lines, first: line(1), last: line(lines), pruned: 0, broken: null, others: [] },
  lines,
  cases: 1,
  first: line(1),
  last: line(lines),
  others: [],
  listed: Array.from({ length: lines }, (_nothing, index) => line(index + 1)),
});

const about = (language: 'en' | 'es', more: Partial<LedgerPageAbout> = {}): LedgerPageAbout => ({
  workspace: 'Bufete <script>alert("1")</script> & Co.',
  environment: 'Sandbox',
  scope: { of: 'all' },
  version: '0.1.0',
  madeAt: AT,
  zone: 'America/New_York',
  language,
  words: (...asked) => wordsIn(language).t(...asked),
  ...more,
});

test('what others wrote gets into a page as text only', () => {
  expect(html`<p title="${`"'`}">${'<b> & </b>'}${[html`<i>${1}</i>`, html`${'<'}`]}</p>`.markup).toBe(
    '<p title="&quot;&#39;">&lt;b&gt; &amp; &lt;/b&gt;<i>1</i>&lt;</p>',
  );
  const page = ledgerPage(whole(2), about('en', { scope: { of: 'client', client: '<img src=x>' } }));
  expect(page).not.toMatch(/<script|<img/);
  expect(page).toContain('Bufete &lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; Co.');
});

test.each(['en', 'es'] as const)('the page says everything, in %s', (language) => {
  const page = ledgerPage(whole(2), about(language));
  // A key without words would stand there itself.
  expect(page).not.toMatch(/documents:|common:|ledger\.(?!md)|\{\{/);
  for (const hash of [line(1).hash, line(2).hash]) expect(page).toContain(hash);
  expect(page).toContain(language === 'en' ? 'all 2 lines are as they were written' : 'las 2 líneas están tal como');
  expect(page).toContain(language === 'en' ? '2, of one case' : '2, de un caso');
  expect(page).toContain('EST');
  expect(page).toContain('ZZZ9000000001');
  expect(page).toContain(language === 'en' ? 'Not recognized by USCIS' : 'USCIS no lo reconoce');
  expect(page).toContain(`default-src 'none'`);
});

test('a broken ledger is told in so many words, and a part is called one', () => {
  const report = whole(9);
  const broken = { why: 'altered', number: 7, at: AT, receipt: null } as const;
  const page = ledgerPage(
    { ...report, verdict: { ...report.verdict, lines: 6, pruned: 3, broken }, listed: [] },
    about('en', { scope: { of: 'cases', ids: [1] } }),
  );
  expect(page).toContain('it is BROKEN at line 7: the line is not what was written. The 6 lines before it');
  expect(page).toContain('3 older lines were let go before.');
  expect(page).toContain('Case ZZZ9000000001');
  expect(page).toContain('That no line of these cases was left out');
  expect(page).not.toContain('class="lines"');
});

test('a ledger without a line has a page too', () => {
  const nothing = {
    verdict: { ...whole(1).verdict, lines: 0, first: null, last: null },
    lines: 0,
    cases: 0,
    first: null,
    last: null,
    others: [],
    listed: [],
  };
  expect(ledgerPage(nothing, about('en'))).toContain('None');
});

test.each(['en', 'es'] as const)('a ledger that came with a merge is told apart, in %s', (language) => {
  const origin = { mark: `${'b'.repeat(16)}.1`, name: 'Northside <b>' };
  const report = whole(2);
  const others = [{ origin, lines: 1 }];
  const chain = { origin, lines: 7, first: line(1), last: line(7), pruned: 0, broken: null };
  const page = ledgerPage(
    { ...report, others, verdict: { ...report.verdict, others: [chain] }, listed: [line(1), { ...line(7), origin }] },
    about(language),
  );
  expect(page).not.toMatch(/documents:|common:|\{\{|<b>/);
  expect(page.match(/Northside &lt;b&gt;/g)?.length).toBe(3);
  expect(page).toContain(line(7).hash);
  const broken = { why: 'altered', number: 3, at: AT, receipt: null } as const;
  const worse = ledgerPage(
    { ...report, verdict: { ...report.verdict, others: [{ ...chain, broken }] } },
    about(language),
  );
  expect(worse).toContain(language === 'en' ? 'is broken at line 3' : 'está ROTO en la línea 3');
});
