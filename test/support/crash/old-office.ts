import type { Simulator } from '../../../electron/simulator/simulator.ts';
import { systemClock } from '../../../electron/clock.ts';
import { writeCredentials } from '../../../electron/vault/secrets.ts';
import { databasePath, openWorkspaceFiles, recordSchema } from '../../../electron/workspaces/record.ts';
import type { ReceiptNumber } from '../../../shared/case/receipt-number.ts';
import { ENVIRONMENT_DEFAULTS } from '../../../shared/service/environment.ts';
import { good } from '../good.ts';
import { vaultInFile } from '../key-office.ts';
import { makeOldDatabase } from '../old-databases.ts';
import { receipt } from '../receipts.ts';
import { KEY } from '../temporary-store.ts';
import { ID, type Grounds } from './grounds.ts';
import { withDatabase } from './inspect.ts';

/** More cases for an old database, so that its migration takes long enough to be met. */
const MORE_CASES = 3000;

/** Their receipts. */
export const olderReceipt = (number: number): ReceiptNumber => receipt(100_000_000 + number);

export const NAME = 'Office';

/** How a process asks: fast, and only so often a day. */
export const asking = ({ tokenUrl, apiBase }: Pick<Simulator, 'tokenUrl' | 'apiBase'>, perDay: number) => ({
  endpoints: { tokenUrl, apiBase },
  limits: { perSecond: 100, perDay, share: 1, zone: 'America/New_York' },
});

/** An office as a program of that version left it, with cases enough for a migration to take its time. */
export async function makeOldOffice(
  { root, second }: Pick<Grounds, 'root' | 'second'>,
  version: number,
  simulator: Simulator,
  perDay: number,
): Promise<void> {
  const files = openWorkspaceFiles({ root, clock: systemClock, recoveredName: (id) => id }, (kept) => {
    throw new Error(`damaged: ${kept}`);
  });
  const { folder } = files.make(
    recordSchema.parse({
      id: ID,
      name: NAME,
      environment: 'sandbox',
      ...ENVIRONMENT_DEFAULTS.sandbox,
      ...asking(simulator, perDay),
      hours: null,
      secretsIn: 'keychain',
      hasDatabaseKey: true,
      hasCredentials: true,
      hasDatabase: true,
      paused: false,
      backupFolder: second,
      createdAt: 0,
    }),
  );
  const place = vaultInFile(root).vault.open('keychain', ID, folder);
  good(await place.write('database_key', KEY));
  good(await writeCredentials(place, simulator.credentials));
  makeOldDatabase(databasePath(folder), version);
  withDatabase(databasePath(folder), KEY, (connection) => {
    connection.exec(`
      INSERT INTO cases (receipt, client, client_key, label, cadence, created_at, status_group, stage, recognition, folded)
      WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ${MORE_CASES})
      SELECT 'ZZZ' || (9100000000 + n), 'Quartermaine ' || n, 'quartermaine ' || n, 'Label ' || n, 'automatic', 1000,
        'unclassified', 'unknown', 'never_asked', ' zzz' || (9100000000 + n) || ' quartermaine ' || n || ' label ' || n
      FROM numbers`);
    // A case that was listed long ago would go with the first rule: the harness follows no rule.
    if (version >= 7) connection.exec(`UPDATE retention_due SET listed_at = ${systemClock.now()}`);
  });
}
