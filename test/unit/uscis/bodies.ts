import { readReceipt, type ReceiptNumber } from '../../../shared/case/receipt-number.ts';

/** A receipt number of the published staging list. */
export function receipt(text: string): ReceiptNumber {
  const reading = readReceipt(text);
  if (reading.kind !== 'receipt') throw new Error(`not a receipt number: ${reading.reason}`);
  return reading.receipt;
}

export const ASKED = receipt('EAC9999103403');

/** A 200 in the shape that was captured, with the given fields put in place of its own. */
export const caseStatusBody = (fields: Record<string, unknown> = {}): string =>
  JSON.stringify({
    case_status: {
      receiptNumber: ASKED,
      formType: 'I-130',
      submittedDate: '09-05-2023 14:28:46',
      modifiedDate: '09-06-2023 15:29:47',
      current_case_status_text_en: 'Case Was Approved',
      current_case_status_desc_en: 'On September 5, 2023, we approved it. <a href="https://www.uscis.gov/">USCIS</a>',
      current_case_status_text_es: 'Caso Fue Aprobado',
      current_case_status_desc_es: 'El 5 de septiembre de 2023 lo aprobamos.',
      hist_case_status: null,
      ...fields,
    },
    message: `Query was successful for payload {'receipt_number': '${ASKED}'}`,
  });

/** The same with a field left out. */
export function caseStatusBodyWithout(field: string): string {
  const body = JSON.parse(caseStatusBody()) as { case_status: Record<string, unknown> };
  const rest = Object.entries(body.case_status).filter(([name]) => name !== field);
  return JSON.stringify({ ...body, case_status: Object.fromEntries(rest) });
}

/** What the live sandbox sent for a number that it did not know. */
export const EMPTY_BODY = caseStatusBody({
  formType: '',
  submittedDate: '',
  modifiedDate: '',
  current_case_status_text_en: '',
  current_case_status_desc_en: '',
  current_case_status_text_es: '',
  current_case_status_desc_es: '',
});

/** As captured from the sandbox outside its hours, white space included. */
export const CLOSED_BODY =
  '\n\n  {"error":{"code":"503","message":"The Case Status API Sandbox is unavailable at this time. Please retry your API request during normal operation hours M-F 7:00AM EST - 8:00 PM EST"}}';

export const NOT_RECOGNISED_MESSAGE =
  'Case Status Online does not recognize the receipt number entered. Please check your receipt number and try again. If you need further assistance, please call the USCIS Contact Center at 1-800-375-5283.';
