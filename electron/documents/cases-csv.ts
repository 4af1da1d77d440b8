import type { Instant } from '../../shared/clock.ts';
import type { ExportedCase } from '../../shared/contract/case-export.ts';
import commonEn from '../../shared/locales/en/common.json' with { type: 'json' };
import documentsEn from '../../shared/locales/en/documents.json' with { type: 'json' };
import commonEs from '../../shared/locales/es/common.json' with { type: 'json' };
import documentsEs from '../../shared/locales/es/documents.json' with { type: 'json' };
import { csvLine } from './csv.ts';
import { officeClock } from './office-clock.ts';

const WORDS = {
  en: { ...commonEn, cases: documentsEn.cases },
  es: { ...commonEs, cases: documentsEs.cases },
} as const;

/** How the file speaks. */
export interface CasesCsvForm {
  /** In whose words the headings and what is ours are; USCIS's words are as it sent them. */
  readonly language: 'en' | 'es';
  /** The office's time zone. */
  readonly zone: string;
  /** With the office's notes? */
  readonly notes: boolean;
}

/** How the cases become a text. */
export interface CasesCsv {
  readonly head: string;
  line(row: ExportedCase): string;
}

/** Without it Excel takes UTF-8 for the system's old encoding, and spoils every accent. */
const BYTE_ORDER_MARK = '\uFEFF';

type Column = keyof typeof documentsEn.cases.column;
type Cells = readonly (readonly [column: Column, of: (row: ExportedCase) => string | number])[];

/** The cases as docs/cases-csv.md describes it: made to be read in a spreadsheet. */
export function casesCsv({ language, zone, notes }: CasesCsvForm): CasesCsv {
  const { group, recognition, answer, cadence, cases } = WORDS[language];
  const inZone = officeClock(zone);
  /** To the minute, as a spreadsheet reads it; the heading names the zone. */
  const moment = (at: Instant | null): string => (at === null ? '' : inZone(at).slice(0, 16).replace('T', ' '));
  const cells: Cells = [
    ['receipt', (row) => row.receipt],
    ['client', (row) => row.client],
    ['label', (row) => row.label],
    ['tags', (row) => row.tags.join(', ')],
    ['form', (row) => row.form ?? ''],
    ['status_en', (row) => row.title?.en ?? ''],
    ['status_es', (row) => row.title?.es ?? ''],
    ['group', (row) => (row.title === null ? '' : group[row.group])],
    ['recognition', (row) => recognition[row.recognition]],
    ['said', (row) => row.saidOn ?? ''],
    ['submitted', (row) => asUscisGaveIt(row.submittedAt)],
    ['modified', (row) => asUscisGaveIt(row.modifiedAt)],
    ['asked', (row) => moment(row.askedAt)],
    ['answer', (row) => (row.lastAnswer === null ? '' : answer[row.lastAnswer])],
    ['answered', (row) => moment(row.answeredAt)],
    ['next', (row) => moment(row.nextCheckAt)],
    ['cadence', (row) => cadence[row.cadence]],
    ['pinned', (row) => (row.pinned ? cases.yes : '')],
    ['unread', (row) => row.unread],
    ['added', (row) => moment(row.createdAt)],
    ['archived', (row) => moment(row.archivedAt)],
    ...(notes ? ([['notes', (row) => row.notes]] satisfies Cells) : []),
  ];
  return {
    head: BYTE_ORDER_MARK + csvLine(cells.map(([column]) => cases.column[column].replace('{{zone}}', zone))),
    line: (row) => csvLine(cells.map(([, of]) => of(row))),
  };
}

/** It names no zone, so it is moved into none. */
const asUscisGaveIt = (moment: string | null): string => moment?.replace('T', ' ') ?? '';
