import type { ReceiptNumber } from '../../shared/case/receipt-number.ts';

/** An evidently invented receipt number. */
export const receipt = (number: number): ReceiptNumber => `ZZZ${String(9_000_000_000 + number)}` as ReceiptNumber;
