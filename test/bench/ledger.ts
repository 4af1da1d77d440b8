import { statSync } from 'node:fs';
import { join } from 'node:path';
import { openConnection, type Connection } from '../../electron/store/connection.ts';
import { migrate } from '../../electron/store/schema/migrations.ts';
import { MIGRATIONS } from '../../electron/store/schema/steps.ts';
import { fillLedger } from '../support/fill-ledger.ts';
import { fillWithCases } from '../support/many-cases.ts';
import { round, type Figure } from './figures.ts';
import { load } from './machine.ts';

const CASES = 2000;
const LINES = 100_000;
/** What a line may cost in the file, in bytes. */
const MOST = 120;

/** What a line of the ledger costs in the file, as it grows and after `VACUUM`, over what it may cost. */
export function measureLedger(folder: string): Figure {
  const path = join(folder, 'ledger.db');
  const key = { kind: 'raw', hex: '0123456789abcdef'.repeat(4) } as const;
  const connection = openConnection({ path, key, mustExist: false });
  connection.pragma('journal_mode=WAL');
  connection.pragma('synchronous=OFF');
  migrate(connection, MIGRATIONS);
  fillWithCases(connection, CASES);
  const size = (): number => sizeOf(connection, path);
  const before = size();
  fillLedger(connection, { cases: CASES, lines: LINES });
  const bytes = (size() - before) / LINES;
  connection.exec('VACUUM');
  const packed = size();
  connection.exec('DELETE FROM ledger; VACUUM');
  const packedBytes = (packed - size()) / LINES;
  connection.close();
  return {
    name: 'bytes per line of the ledger',
    size: `${LINES} lines, ${CASES} cases`,
    ratio: Math.max(bytes, packedBytes) / MOST,
    aim: 1,
    load: load(),
    parts: { bytes: round(bytes, 1), bytesAfterVacuum: round(packedBytes, 1), most: MOST },
  };
}

function sizeOf(connection: Connection, path: string): number {
  connection.pragma('wal_checkpoint(TRUNCATE)');
  return statSync(path).size;
}
