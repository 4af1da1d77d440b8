import type { Instant } from '../../shared/clock.ts';
import type { LedgerLine, LedgerReport, LedgerScope } from '../../shared/contract/ledger.ts';
import { html, type Html } from './html.ts';
import { momentOf, SHEET_STYLE } from './sheet.ts';

/** A page lists up to so many lines one by one. More are in the CSV. */
export const LISTED_LINES = 500;

/** What the page says beside the ledger's own facts. */
export interface LedgerPageAbout {
  readonly workspace: string;
  readonly environment: string;
  readonly scope: LedgerScope;
  readonly version: string;
  readonly madeAt: Instant;
  /** The office's time zone. */
  readonly zone: string;
  readonly language: 'en' | 'es';
  /** The person's words, by their file and key. */
  readonly words: (key: string, values?: Record<string, string | number>) => string;
}

/** The sign-off page of the ledger: what it holds, whether it is whole, what that proves, and room for a signature. */
export function ledgerPage(report: LedgerReport, about: LedgerPageAbout): string {
  const { words: t } = about;
  const page = html`<!doctype html>
    <html lang="${about.language}">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
        <title>${t('documents:ledger.title')}</title>
        <style>
          ${SHEET_STYLE}
        </style>
      </head>
      <body>
        <h1>${t('documents:ledger.title')}</h1>
        <table class="facts">
          ${factsOf(report, about).map(
            ([name, value]) =>
              html`<tr>
                <th scope="row">${name}</th>
                <td>${value}</td>
              </tr>`,
          )}
        </table>
        <p class="${report.verdict.broken === null ? 'whole' : 'broken'}">${verdictOf(report, about)}</p>
        <h2>${t('documents:ledger.proves')}</h2>
        <p>${t('documents:ledger.provesText')}</p>
        <h2>${t('documents:ledger.doesNot')}</h2>
        <ul>
          ${['clock', 'rewrite', 'uscis', ...(about.scope.of === 'all' ? [] : ['part'])].map(
            (reason) => html`<li>${t(`documents:ledger.doesNotList.${reason}`)}</li>`,
          )}
        </ul>
        <h2>${t('documents:ledger.verify')}</h2>
        <p>${t('documents:ledger.verifyText')}</p>
        <table class="signature">
          <tr>
            ${['name', 'date', 'signature'].map((field) => html`<td>${t(`documents:ledger.sign.${field}`)}</td>`)}
          </tr>
        </table>
        ${report.listed.length === 0 ? '' : listOf(report.listed, about)}
      </body>
    </html>`;
  return page.markup;
}

function factsOf(
  { verdict, lines, cases, first, last, others }: LedgerReport,
  about: LedgerPageAbout,
): [string, Html][] {
  const { words: t } = about;
  const number = (value: number): string => value.toLocaleString(`${about.language}-US`);
  const end = (line: { number: number; at: Instant; hash: string } | null): Html =>
    line === null
      ? html`${t('documents:ledger.none')}`
      : html`${t('documents:ledger.lineAt', { number: number(line.number), at: momentOf(line.at, about) })}<br /><code
            >${line.hash}</code
          >`;
  return [
    [t('documents:ledger.workspace'), html`${about.workspace} (${about.environment})`],
    [t('documents:ledger.about'), html`${scopeOf(about, first)}`],
    [
      t('documents:ledger.period'),
      first === null || last === null
        ? html`${t('documents:ledger.none')}`
        : html`${momentOf(first.at, about)} – ${momentOf(last.at, about)}`,
    ],
    [
      t('documents:ledger.lines'),
      html`${t('documents:ledger.linesOf', { count: cases, lines: number(lines), cases: number(cases) })}`,
    ],
    [t('documents:ledger.first'), end(first)],
    [t('documents:ledger.last'), end(last)],
    ...(about.scope.of === 'all' ? [] : ([[t('documents:ledger.lastOfAll'), end(verdict.last)]] as [string, Html][])),
    ...others.map(({ origin, lines: count }): [string, Html] => [
      t('documents:ledger.other', { name: origin.name }),
      html`${t('documents:ledger.otherLines', { count, lines: number(count) })}<br />${end(
          verdict.others.find(({ origin: { mark } }) => mark === origin.mark)?.last ?? null,
        )}`,
    ]),
    [t('documents:ledger.made'), html`${momentOf(about.madeAt, about)}, Caseharbor ${about.version}`],
  ];
}

function scopeOf({ scope, words: t }: LedgerPageAbout, first: LedgerLine | null): string {
  if (scope.of === 'all') return t('documents:ledger.scope.all');
  if (scope.of === 'client') return t('documents:ledger.scope.client', { client: scope.client });
  const receipt = first?.receipt ?? '';
  return scope.ids.length === 1 && receipt !== ''
    ? t('documents:ledger.scope.case', { receipt })
    : t('documents:ledger.scope.cases', { count: scope.ids.length });
}

function verdictOf({ verdict }: LedgerReport, about: LedgerPageAbout): string {
  const { words: t, language } = about;
  const lines = verdict.lines.toLocaleString(`${language}-US`);
  const pruned = verdict.pruned === 0 ? '' : ` ${t('documents:ledger.pruned', { count: verdict.pruned })}`;
  const { broken } = verdict;
  const others = verdict.others.map((other) => ` ${otherVerdict(other, about)}`).join('');
  if (broken === null) return t('documents:ledger.whole', { lines }) + pruned + others;
  const why = t(`documents:ledger.why.${broken.why}`);
  return t('documents:ledger.broken', { number: broken.number, why, lines }) + pruned + others;
}

/** Of a ledger that came with a merge. */
function otherVerdict(
  { origin: { name }, lines, broken }: LedgerReport['verdict']['others'][number],
  { words: t, language }: LedgerPageAbout,
): string {
  const count = lines.toLocaleString(`${language}-US`);
  return broken === null
    ? t('documents:ledger.otherWhole', { name, lines: count })
    : t('documents:ledger.otherBroken', { name, number: broken.number, why: t(`documents:ledger.why.${broken.why}`) });
}

const listOf = (lines: readonly LedgerLine[], about: LedgerPageAbout): Html => {
  const { words: t } = about;
  const heads = ['line', 'at', 'receipt', 'answer', 'hash'].map(
    (head) => html`<th scope="col">${t(`documents:ledger.list.${head}`)}</th>`,
  );
  return html`<h2 class="list">${t('documents:ledger.list.title')}</h2>
    <p>${t('documents:ledger.list.text')}</p>
    <table class="lines">
      <thead>
        <tr>
          ${heads}
        </tr>
      </thead>
      <tbody>
        ${lines.map(
          ({ number, at, receipt, answer, hash, origin }) =>
            html`<tr>
              <td>${number}${origin === null ? '' : html`<br />${origin.name}`}</td>
              <td>${momentOf(at, about)}</td>
              <td>${receipt ?? t('documents:ledger.purged')}</td>
              <td>${t(`common:answer.${answer}`)}</td>
              <td><code>${hash}</code></td>
            </tr>`,
        )}
      </tbody>
    </table>`;
};
