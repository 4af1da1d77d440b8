import { join } from 'node:path';
import { verifyLedger } from '../../electron/store/ledger/verify.ts';
import { reading, type ReadOrder } from '../../electron/store/reading.ts';
import type { LedgerVerdict } from '../../shared/contract/ledger.ts';
import { KEY } from './temporary-store.ts';

export const LEDGER_WORKER = { path: join(import.meta.dirname, '../../electron/store/worker.ts') };

export const readOrder = (path: string): ReadOrder => ({ path, key: { kind: 'raw', hex: KEY } });

/** What the walk says, without a thread. */
export function verified(path: string): LedgerVerdict {
  const result = reading(readOrder(path), (connection) => verifyLedger(connection, () => undefined));
  if (!result.ok) throw new Error(result.problem.kind);
  return result.value;
}
