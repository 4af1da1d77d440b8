import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import type { LedgerLine } from '../../../shared/contract/ledger.ts';
import type { Connection } from '../connection.ts';
import { ledgerReaders } from './reader.ts';
import { linesIn, type Scope } from './scope.ts';
import type { ReadOrder } from '../reading.ts';
import type { Tell } from '../types.ts';

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

/** What stands beside the file while it is written. */
export const draftOf = (target: string): string => `${target}.draft`;

/** Writes lines of the ledger into a file. Gives how many. */
export function exportLedger(
  connection: Connection,
  { scope, target }: ExportOrder,
  form: Form,
  tell: Tell,
): { lines: number } {
  const draft = draftOf(target);
  const readers = ledgerReaders(connection);
  const total = readers.reduce((sum, { anchor, head }) => sum + head.number - anchor.number, 0);
  let written = 0;
  try {
    const file = openSync(draft, 'w', 0o600);
    try {
      writeSync(file, form.head);
      for (const lines of linesIn(connection, readers, scope)) {
        writeSync(file, lines.map((line) => form.line(line)).join(''));
        written += lines.length;
        tell({ done: written, total });
      }
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(draft, target);
    return { lines: written };
  } finally {
    rmSync(draft, { force: true });
  }
}
