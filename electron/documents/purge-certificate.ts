import type { CivilDate, Instant } from '../../shared/clock.ts';
import type { HeldIn, PurgeView, StillHeld } from '../../shared/contract/trash.ts';
import { html } from './html.ts';
import { momentOf, SHEET_STYLE } from './sheet.ts';

/** What a certificate says beside the purge itself. */
export interface CertificateAbout {
  readonly workspace: string;
  readonly environment: string;
  readonly held: StillHeld;
  readonly version: string;
  readonly madeAt: Instant;
  /** The office's time zone. */
  readonly zone: string;
  readonly language: 'en' | 'es';
  /** The person's words, by their file and key. */
  readonly words: (key: string, values?: Record<string, string | number>) => string;
}

/** What a certificate says, whatever it is written on. */
interface Certificate {
  readonly title: string;
  readonly facts: readonly (readonly [string, string])[];
  readonly parts: readonly { readonly heading: string; readonly texts: readonly string[] }[];
  readonly sign: readonly string[];
}

const COUNTED = ['cases', 'answers', 'changes', 'notes', 'edits', 'checks'] as const;

function certificateOf(purge: PurgeView, about: CertificateAbout): Certificate {
  const { words, held, language } = about;
  const t = (key: string, values?: Record<string, string | number>): string => words(`documents:purge.${key}`, values);
  const number = (value: number): string => value.toLocaleString(`${language}-US`);
  return {
    title: t('title'),
    facts: [
      [t('workspace'), `${about.workspace} (${about.environment})`],
      [t('began'), momentOf(purge.beganAt, about)],
      [t('finished'), momentOf(purge.finishedAt, about)],
      [t('why'), t(purge.asked ? 'asked' : 'due')],
      [t('made'), `${momentOf(about.madeAt, about)}, Caseharbor ${about.version}`],
    ],
    parts: [
      { heading: t('went'), texts: COUNTED.map((each) => `${t(each)}: ${number(purge[each])}`) },
      { heading: t('how'), texts: [t('howText'), t('names')] },
      {
        heading: t('held'),
        texts: [heldText(held, 'held', t, language), ...secondText(held, t, language), t('heldElsewhere')],
      },
    ],
    sign: ['name', 'date', 'signature'].map((field) => t(`sign.${field}`)),
  };
}

type Words = (key: string, values?: Record<string, string | number>) => string;

function heldText({ backups, goneOn }: HeldIn, where: 'held' | 'second', t: Words, language: 'en' | 'es'): string {
  if (backups === 0) return t(`${where}None`);
  const counted = { count: backups, n: backups.toLocaleString(`${language}-US`) };
  return goneOn === null
    ? t(`${where}Ahead`, counted)
    : t(`${where}Some`, { ...counted, date: dayOf(goneOn, language) });
}

function secondText({ second }: StillHeld, t: Words, language: 'en' | 'es'): string[] {
  if (second === null) return [];
  return [second === 'away' ? t('secondAway') : heldText(second, 'second', t, language)];
}

const dayOf = (date: CivilDate, language: 'en' | 'es'): string =>
  new Intl.DateTimeFormat(`${language}-US`, { dateStyle: 'long', timeZone: 'UTC' }).format(
    Date.parse(`${date}T00:00:00Z`),
  );

/** The certificate of a purge as a page to be printed and signed. */
export function certificatePage(purge: PurgeView, about: CertificateAbout): string {
  const { title, facts, parts, sign } = certificateOf(purge, about);
  return html`<!doctype html>
    <html lang="${about.language}">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
        <title>${title}</title>
        <style>
          ${SHEET_STYLE}
        </style>
      </head>
      <body>
        <h1>${title}</h1>
        <table class="facts">
          ${facts.map(
            ([name, value]) =>
              html`<tr>
                <th scope="row">${name}</th>
                <td>${value}</td>
              </tr>`,
          )}
        </table>
        ${parts.map(
          ({ heading, texts }) =>
            html`<h2>${heading}</h2>
              ${texts.map((text) => html`<p>${text}</p>`)}`,
        )}
        <table class="signature">
          <tr>
            ${sign.map((field) => html`<td>${field}</td>`)}
          </tr>
        </table>
      </body>
    </html>`.markup;
}

/** The same as a text, in UTF-8. */
export function certificateText(purge: PurgeView, about: CertificateAbout): string {
  const { title, facts, parts, sign } = certificateOf(purge, about);
  const lines = [
    title,
    '='.repeat(title.length),
    '',
    ...facts.map(([name, value]) => `${name}: ${value}`),
    ...parts.flatMap(({ heading, texts }) => ['', heading, '-'.repeat(heading.length), ...texts]),
    '',
    ...sign.map((field) => `${field}: ____________________`),
  ];
  return `${lines.join('\r\n')}\r\n`;
}
