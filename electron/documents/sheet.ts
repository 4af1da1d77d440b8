import type { Instant } from '../../shared/clock.ts';
import { html } from './html.ts';

/** The look of a page that is printed: black on white, with room for a signature. */
export const SHEET_STYLE = html`
  body { font: 10.5pt/1.45 'Noto Sans', 'Segoe UI', 'Helvetica Neue', Arial, sans-serif; color: #111; margin: 0; } h1 {
  font-size: 17pt; margin: 0 0 10pt; } h2 { font-size: 11.5pt; margin: 12pt 0 3pt; } p { margin: 3pt 0; } ul { margin:
  3pt 0; padding-left: 16pt; } code { font: 8pt/1.4 'DejaVu Sans Mono', Consolas, Menlo, monospace; overflow-wrap:
  anywhere; } table { border-collapse: collapse; width: 100%; } .facts th { text-align: left; font-weight: 600; width:
  28%; padding: 3pt 8pt 3pt 0; vertical-align: top; } .facts td { padding: 3pt 0; } .facts tr { border-top: 0.5pt solid
  #bbb; } .whole, .broken { border: 1pt solid #111; padding: 6pt 8pt; margin: 10pt 0; font-weight: 600; } .broken {
  border-width: 2.5pt; } .signature { margin-top: 40pt; break-inside: avoid; table-layout: fixed; border-collapse:
  separate; border-spacing: 14pt 0; } .signature td { border-top: 0.75pt solid #111; padding-top: 3pt; font-size: 9pt; }
  .list { break-before: page; } .lines th { text-align: left; border-bottom: 0.75pt solid #111; font-size: 8.5pt;
  padding: 2pt 6pt 2pt 0; } .lines td { border-bottom: 0.25pt solid #ccc; font-size: 8pt; padding: 2pt 6pt 2pt 0;
  vertical-align: top; } .lines code { font-size: 6.5pt; } .lines tr { break-inside: avoid; }
`;

/** By the office's clock, with the name of its zone, so that nobody has to guess. */
export const momentOf = (
  at: Instant,
  { language, zone }: { readonly language: 'en' | 'es'; readonly zone: string },
): string =>
  new Intl.DateTimeFormat(`${language}-US`, {
    timeZone: zone,
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
  }).format(at);
