import { instant, type Instant } from '../../shared/clock.ts';
import { longDate, wireDate, wireDateTime } from './eastern.ts';
import { lifeOf, type Life, type Step } from './life.ts';
import type { StagingReceipt } from './staging-receipts.ts';
import { milestoneByTitle, MILESTONES, type Milestone } from './titles.ts';

const MARK = { en: 'Synthetic demonstration text.', es: 'Texto sintético de demostración.' };
const SHORT_MARK = { en: '(synthetic)', es: '(sintético)' };

/** Where cases stand when they have no life: long past, and always the same. */
const STILL: Instant = instant(Date.UTC(2023, 8, 5, 18, 28, 46));

/** `case_status` of a 200, field by field as the API sends it. */
interface CaseStatus {
  readonly receiptNumber: string;
  readonly formType: string;
  readonly submittedDate?: string;
  readonly modifiedDate?: string;
  readonly current_case_status_text_en: string;
  readonly current_case_status_desc_en: string;
  readonly current_case_status_text_es: string;
  readonly current_case_status_desc_es: string;
  readonly hist_case_status: readonly HistoryItem[] | null;
}

interface HistoryItem {
  readonly date: string;
  readonly completed_text_en: string;
  readonly completed_text_es: string;
}

/** A status that a test puts in place of the simulated one. */
export interface ForcedStatus {
  /** USCIS's title. One that the simulator does not know gets plain synthetic words. */
  readonly title: string;
  readonly titleEs?: string;
  readonly form?: string;
  readonly descriptionEn?: string;
  readonly descriptionEs?: string;
}

/** Makes the body of a 200. */
export function caseBody(
  entry: StagingReceipt,
  seed: number,
  life: Life | null,
  now: Instant,
  forced: { readonly status: ForcedStatus; readonly at: Instant } | undefined,
): object {
  const status =
    forced !== undefined
      ? forcedStatus(entry, lifeOf(seed, entry.receipt, life, forced.at, STILL), forced.status, forced.at)
      : (captured(entry.receipt) ?? simulated(entry, seed, life, now));
  const message = `Query was successful for payload {'receipt_number': '${entry.receipt}'}`;
  return { case_status: status, message };
}

type LifeSoFar = ReturnType<typeof lifeOf>;

function simulated(entry: StagingReceipt, seed: number, life: Life | null, now: Instant): CaseStatus {
  const so = lifeOf(seed, entry.receipt, life, now, STILL);
  const present = so.steps.at(-1) ?? so.steps[0];
  const recorded = life === null && entry.title !== undefined ? milestoneByTitle(entry.title) : undefined;
  const milestone = recorded ?? MILESTONES[present.name];
  const form = entry.form ?? so.form;
  const history = recorded === undefined ? so.steps.map((step) => historyItem(step, form)) : [];
  return assemble(entry, form, so.filedAt, present.at, {
    title: milestone.title,
    description: describe(milestone, entry.receipt, form, present.at),
    history,
  });
}

function forcedStatus(entry: StagingReceipt, so: LifeSoFar, forced: ForcedStatus, at: Instant): CaseStatus {
  const form = forced.form ?? entry.form ?? so.form;
  const known = milestoneByTitle(forced.title);
  const milestone: Milestone = known ?? {
    title: { en: forced.title, es: forced.titleEs ?? `${forced.title} ${SHORT_MARK.es}` },
    deed: { en: 'updated {form}', es: 'actualizamos {form}' },
  };
  const described = describe(milestone, entry.receipt, form, at);
  return assemble(entry, form, so.filedAt, at, {
    title: { en: milestone.title.en, es: forced.titleEs ?? milestone.title.es },
    description: { en: forced.descriptionEn ?? described.en, es: forced.descriptionEs ?? described.es },
    history: [...so.steps.map((step) => historyItem(step, form)), historyOf(milestone, at, form)],
  });
}

function assemble(
  entry: StagingReceipt,
  form: string,
  filedAt: Instant,
  modifiedAt: Instant,
  content: {
    readonly title: Milestone['title'];
    readonly description: Milestone['title'];
    readonly history: readonly HistoryItem[];
  },
): CaseStatus {
  // Dates are absent for IOE receipts (one source).
  const dates = entry.receipt.startsWith('IOE')
    ? {}
    : { submittedDate: wireDateTime(filedAt), modifiedDate: wireDateTime(modifiedAt) };
  return {
    receiptNumber: entry.receipt,
    formType: form,
    ...dates,
    current_case_status_text_en: content.title.en,
    current_case_status_desc_en: content.description.en,
    current_case_status_text_es: content.title.es,
    current_case_status_desc_es: content.description.es,
    hist_case_status: entry.history && content.history.length > 0 ? content.history : null,
  };
}

function describe(milestone: Milestone, receipt: string, form: string, at: Instant): { en: string; es: string } {
  const named = {
    en: `your Form ${form}, Receipt Number ${receipt}`,
    es: `su Formulario ${form}, Número de Recibo ${receipt}`,
  };
  const said = { en: `On ${longDate(at, 'en')}, we `, es: `El ${longDate(at, 'es')}, ` };
  const text = (language: 'en' | 'es'): string => {
    const deed = milestone.deed[language].replace('{form}', named[language]);
    const advice = milestone.advice === undefined ? '' : ` ${milestone.advice[language]}`;
    return `${said[language]}${deed}.${advice} ${MARK[language]}`;
  };
  return { en: text('en'), es: text('es') };
}

const historyItem = (step: Step, form: string): HistoryItem => historyOf(MILESTONES[step.name], step.at, form);

function historyOf(milestone: Milestone, at: Instant, form: string): HistoryItem {
  const sentence = (language: 'en' | 'es', named: string): string => {
    const deed = milestone.deed[language].replace('{form}', named).split('.')[0] ?? '';
    const start = language === 'en' ? 'We ' : '';
    const whole = `${start}${deed}`;
    return `${whole.charAt(0).toUpperCase()}${whole.slice(1)}. ${SHORT_MARK[language]}`;
  };
  return {
    date: wireDate(at),
    completed_text_en: sentence('en', `your Form ${form}`),
    completed_text_es: sentence('es', `su Formulario ${form}`),
  };
}

/** The two receipts whose answers were captured. What was not captured of them is marked as synthetic. */
function captured(receipt: string): CaseStatus | undefined {
  const common = { receiptNumber: receipt, formType: 'I-130', submittedDate: '09-05-2023 14:28:46' };
  const named = `your Form I-130, Petition for Alien Relative, Receipt Number ${receipt}`;
  const nombrado = `su Formulario I-130, Petición de Familiar Extranjero, Número de Recibo ${receipt}`;
  if (receipt === 'EAC9999103402') {
    return {
      ...common,
      modifiedDate: '09-05-2023 14:28:46',
      current_case_status_text_en: MILESTONES.affirmed.title.en,
      current_case_status_desc_en: `On September 5, 2023, we affirmed the approval of ${named}. ${MARK.en}`,
      current_case_status_text_es: MILESTONES.affirmed.title.es,
      current_case_status_desc_es: `El 5 de septiembre de 2023, reafirmamos la aprobación de ${nombrado}. ${MARK.es}`,
      hist_case_status: null,
    };
  }
  if (receipt !== 'EAC9999103403') return undefined;
  const entry = (en: string, es: string): HistoryItem => ({
    date: '2023-09-05',
    completed_text_en: `${en} ${SHORT_MARK.en}`,
    completed_text_es: `${es} ${SHORT_MARK.es}`,
  });
  return {
    ...common,
    modifiedDate: '09-05-2023 14:28:46',
    current_case_status_text_en: MILESTONES.approved.title.en,
    current_case_status_desc_en: `On September 5, 2023, we approved ${named}. ${MARK.en}`,
    current_case_status_text_es: MILESTONES.approved.title.es,
    current_case_status_desc_es: `El 5 de septiembre de 2023, aprobamos ${nombrado}. ${MARK.es}`,
    hist_case_status: [
      entry('We approved your Form I-130.', 'Aprobamos su Formulario I-130.'),
      entry('We received your Form I-130.', 'Recibimos su Formulario I-130.'),
    ],
  };
}
