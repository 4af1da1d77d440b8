/** What a spreadsheet would take for a formula, also in the wide letters of East Asia, or for a cell's end. */
const DANGEROUS = /^[=+\-@＝＋－＠\t\r\n]/;

/**
 * A line of a file of comma-separated values, as RFC 4180 has it. A cell that a spreadsheet would take for a formula gets
 * an apostrophe before it: what others wrote must not run on the reader's computer.
 */
export const csvLine = (cells: readonly (string | number)[]): string => `${cells.map(csvCell).join(',')}\r\n`;

function csvCell(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const harmless = DANGEROUS.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
