import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { openConnection, type Connection } from '../../electron/store/connection.ts';
import { inWorker } from '../../electron/store/in-worker.ts';
import { createLedger } from '../../electron/store/ledger/ledger.ts';
import { openStore } from '../../electron/store/open.ts';
import { fillLedger } from '../support/fill-ledger.ts';
import { good } from '../support/good.ts';
import { LEDGER_WORKER, readOrder } from '../support/ledger.ts';
import { fillWithCases } from '../support/many-cases.ts';
import { ask, KEY, noAnswer, NOON, temporaryFolder } from '../support/temporary-store.ts';

/** 1,000 checks a day for five years are 1,800,000: `CASEHARBOR_LEDGER_LINES=1800000 npm run integration -- ledger-size`. */
const LINES = Number(process.env['CASEHARBOR_LEDGER_LINES'] ?? 20_000);
const CASES = 2000;

/** What a line may cost in the file, in bytes. */
const LINE_COST = 120;

function withDatabase<Value>(path: string, use: (connection: Connection) => Value): Value {
  const connection = openConnection({ path, key: { kind: 'raw', hex: KEY }, mustExist: true });
  try {
    connection.pragma('synchronous=OFF');
    return use(connection);
  } finally {
    connection.pragma('wal_checkpoint(TRUNCATE)');
    connection.close();
  }
}

test(`a ledger of ${LINES.toLocaleString('en')} lines is small and quick`, { timeout: 3_600_000 }, async () => {
  const path = join(temporaryFolder(), 'cases.db');
  const made = openStore({ path, keyHex: KEY, createIfMissing: true });
  if (!made.ok) throw new Error(made.problem.kind);
  made.value.close();
  withDatabase(path, (connection) => fillWithCases(connection, CASES));
  const before = statSync(path).size;
  const appending = timed(() =>
    withDatabase(path, (connection) => fillLedger(connection, { cases: CASES, lines: LINES })),
  );
  const cost = (statSync(path).size - before) / LINES;
  expect(cost).toBeLessThanOrEqual(LINE_COST);

  const compact = join(dirname(path), 'compact.db');
  withDatabase(path, (connection) => connection.copyTo(compact));
  const empty = withDatabase(compact, (connection) => {
    const whole = statSync(compact).size;
    connection.exec('DELETE FROM ledger; VACUUM');
    return whole;
  });
  const compactCost = (empty - statSync(compact).size) / LINES;
  expect(compactCost).toBeLessThanOrEqual(LINE_COST);

  const store = good(openStore({ path, keyHex: KEY, createIfMissing: false }));
  const summary = timed(() => store.ledger.summary());
  expect(store.ledger.summary().lines).toBe(LINES);
  const page = timed(() => store.ledger.ofCase(7, null, 50));
  expect(store.ledger.ofCase(7, null, 50)).toMatchObject({ total: Math.ceil((LINES - 6) / CASES) });
  const answer = timed(() => ask(store, 7, noAnswer, NOON));

  const verifying = await timedAsync(() => inWorker(LEDGER_WORKER, 'verify_ledger', readOrder(path)));
  expect(verifying.value).toMatchObject({ ok: true, value: { lines: LINES + 1, broken: null } });
  const target = join(dirname(path), 'ledger.csv');
  const zone = 'America/New_York';
  const exporting = await timedAsync(() =>
    inWorker(LEDGER_WORKER, 'export_ledger', { ...readOrder(path), scope: { of: 'all' }, zone, target }),
  );
  expect(exporting.value).toMatchObject({ ok: true, value: { lines: LINES + 1 } });
  const client = await timedAsync(() =>
    inWorker(LEDGER_WORKER, 'export_ledger', { ...readOrder(path), scope: { of: 'cases', ids: [7] }, zone, target }),
  );
  expect(client.value).toMatchObject({ ok: true });
  store.close();
  withDatabase(path, (connection) => expect(createLedger(connection).summary().lines).toBe(LINES + 1));
  process.stdout.write(
    `${LINES} lines: ${cost.toFixed(1)} bytes a line, ${compactCost.toFixed(1)} after VACUUM; ` +
      `appended at ${((1000 * appending) / LINES).toFixed(1)} µs; summary ${ms(summary)}, a case's page ${ms(page)}, ` +
      `an answer ${ms(answer)}, verified in ${ms(verifying.took)}, exported in ${ms(exporting.took)}, one case in ${ms(client.took)}\n`,
  );
});

const ms = (took: number): string => `${took.toFixed(1)} ms`;

function timed(run: () => unknown): number {
  const start = performance.now();
  run();
  return performance.now() - start;
}

async function timedAsync<Value>(run: () => Promise<Value>): Promise<{ value: Value; took: number }> {
  const start = performance.now();
  const value = await run();
  return { value, took: performance.now() - start };
}
