import type { LedgerLine } from '../../../shared/contract/ledger.ts';
import type { Connection } from '../connection.ts';
import { ledgerReaders } from './reader.ts';
import { linesIn, type Scope } from './scope.ts';
import type { ReadOrder } from '../reading.ts';
import type { Tell } from '../types.ts';
import { writeBeside } from '../write-beside.ts';

export interface ExportOrder extends ReadOrder {
  readonly scope: Scope;
  /** The office's time zone. */
  readonly zone: string;
  /** The file to write; one of that name is replaced when all is written, and not before. */
  readonly target: string;
}

/** How a line becomes a part of the file. */
interface Form {
  readonly head: string;
  line(line: LedgerLine): string;
}

/** Writes lines of the ledger into a file. Gives how many. */
export function exportLedger(
  connection: Connection,
  { scope, target }: ExportOrder,
  form: Form,
  tell: Tell,
): { lines: number } {
  const readers = ledgerReaders(connection);
  const total = readers.reduce((sum, { anchor, head }) => sum + head.number - anchor.number, 0);
  return writeBeside(target, (put) => {
    let written = 0;
    put(form.head);
    for (const lines of linesIn(connection, readers, scope)) {
      put(lines.map((line) => form.line(line)).join(''));
      written += lines.length;
      tell({ done: written, total });
    }
    return { lines: written };
  });
}
