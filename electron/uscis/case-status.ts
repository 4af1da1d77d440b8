import { z } from 'zod';
import { readServiceDate, readServiceDateTime } from '../../shared/case/dates.ts';
import { readReceipt, type ReceiptNumber } from '../../shared/case/receipt-number.ts';
import type { Bilingual, HistoryEntry, StatusContent } from '../../shared/service/answer.ts';
import { readJson } from './envelopes.ts';

const text = z
  .string()
  .nullish()
  .transform((value) => value ?? '');

const history = z.object({ date: text, completed_text_en: text, completed_text_es: text });

/** `case_status` of a 200 (api v1.0.0). Fields may be null or absent; a field of another type is not the API's. */
const payload = z.object({
  case_status: z.object({
    receiptNumber: text,
    formType: text,
    submittedDate: text,
    modifiedDate: text,
    /** Never absent: a body without it has another shape, which is not an empty answer. */
    current_case_status_text_en: z
      .string()
      .nullable()
      .transform((value) => value ?? ''),
    current_case_status_text_es: text,
    current_case_status_desc_en: text,
    current_case_status_desc_es: text,
    hist_case_status: z
      .array(history)
      .nullish()
      .transform((value) => value ?? []),
  }),
});

type CaseStatus = z.infer<typeof payload>['case_status'];

/** What a body with HTTP 200 is: a case, the empty answer for an unknown number, or nothing that we may rely on. */
type CaseReading =
  | { readonly kind: 'status'; readonly content: StatusContent }
  | { readonly kind: 'not_recognised' }
  | { readonly kind: 'unreadable' };

/**
 * Reads the body of a 200. A body about another number, or without a title, is unreadable and never a status; one whose
 * texts are all empty means that USCIS does not recognise the number (seen on the wire).
 */
export function readCaseStatus(asked: ReceiptNumber, body: string): CaseReading {
  const parsed = payload.safeParse(readJson(body));
  if (!parsed.success) return { kind: 'unreadable' };
  const status = parsed.data.case_status;
  const named = readReceipt(status.receiptNumber);
  const sameNumber = named.kind === 'receipt' && named.receipt === asked;
  if (isEmpty(status) && (sameNumber || isBlank(status.receiptNumber))) return { kind: 'not_recognised' };
  if (!sameNumber || isBlank(status.current_case_status_text_en)) return { kind: 'unreadable' };
  return { kind: 'status', content: contentOf(asked, status) };
}

/** All texts are empty and there is no history: how the live sandbox answered for an unknown number. */
function isEmpty(status: CaseStatus): boolean {
  const texts = [
    status.current_case_status_text_en,
    status.current_case_status_text_es,
    status.current_case_status_desc_en,
    status.current_case_status_desc_es,
  ];
  return texts.every(isBlank) && status.hist_case_status.length === 0;
}

const isBlank = (value: string): boolean => value.trim() === '';

const bilingual = (en: string, es: string): Bilingual => ({ en, es: isBlank(es) ? null : es });

function contentOf(receipt: ReceiptNumber, status: CaseStatus): StatusContent {
  return {
    receipt,
    form: isBlank(status.formType) ? null : status.formType,
    submittedAt: readServiceDateTime(status.submittedDate),
    modifiedAt: readServiceDateTime(status.modifiedDate),
    title: bilingual(status.current_case_status_text_en, status.current_case_status_text_es),
    description: bilingual(status.current_case_status_desc_en, status.current_case_status_desc_es),
    history: status.hist_case_status.map((entry): HistoryEntry => ({
      date: readServiceDate(entry.date),
      text: bilingual(entry.completed_text_en, entry.completed_text_es),
    })),
  };
}
