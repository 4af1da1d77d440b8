import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openConnection } from '../../electron/store/connection.ts';
import { createJobs } from '../../electron/workspaces/open/jobs.ts';
import { createLedgerJobs } from '../../electron/workspaces/open/ledger-jobs.ts';
import { readerInThread } from '../../electron/workspaces/open/read-in-thread.ts';
import type { Job } from '../../shared/contract/jobs.ts';
import { fail, ok, type Result } from '../../shared/problem.ts';
import { draftsInMemory } from '../support/drafts.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { fillLedger } from '../support/fill-ledger.ts';
import { LEDGER_WORKER } from '../support/ledger.ts';
import { addCase, KEY, temporaryStore } from '../support/temporary-store.ts';

const LINES = 6000;

async function desk(key: () => Result<string | null> = () => ok(KEY)) {
  const { store, path } = temporaryStore();
  await addCase(store, 1);
  const connection = openConnection({ path, key: { kind: 'raw', hex: KEY }, mustExist: true });
  fillLedger(connection, { cases: 1, lines: LINES });
  connection.close();
  const seen: (Job | null)[] = [];
  const clock = new FakeClock('2026-03-02T12:00:00Z');
  const read = readerInThread({ worker: LEDGER_WORKER, path, key: () => Promise.resolve(key()) });
  const jobs = createJobs(read, () => seen.push(jobs.state()));
  const ledger = createLedgerJobs({ jobs, byDraft: draftsInMemory(), listed: 5, clock, onChange: () => undefined });
  onTestFinished(() => jobs.close());
  return { jobs, ledger, seen, target: join(dirname(path), 'ledger.csv'), clock };
}

test('what is done is told while it is done, and one comes after the other', async () => {
  const { jobs, ledger, seen, target, clock } = await desk();
  const [verdict, written, report] = await Promise.all([
    ledger.verify(),
    ledger.exportCsv({ of: 'all' }, 'America/New_York', target),
    ledger.report({ of: 'cases', ids: [1] }),
  ]);
  expect(verdict).toMatchObject({ ok: true, value: { lines: LINES, broken: null } });
  expect(written).toEqual({ ok: true, value: { lines: LINES } });
  expect(report).toMatchObject({ ok: true, value: { lines: LINES, cases: 1, last: { number: LINES }, listed: [] } });
  expect(jobs.state()).toBeNull();
  expect(ledger.verified()).toMatchObject({ at: clock.now(), verdict: { lines: LINES } });
  const kinds = seen.map((job) => job?.kind ?? 'nothing');
  expect(kinds.lastIndexOf('verify_ledger')).toBeLessThan(kinds.indexOf('export_ledger'));
  expect(seen).toContainEqual({ kind: 'verify_ledger', done: 5000, total: LINES });
});

test('what is cancelled leaves nothing behind, and the next goes on', async () => {
  const { jobs, ledger, target } = await desk();
  const writing = ledger.exportCsv({ of: 'all' }, 'UTC', target);
  const next = ledger.verify();
  await expect.poll(() => jobs.state()?.kind).toBe('export_ledger');
  jobs.cancel();
  expect(await writing).toEqual({ ok: true, value: null });
  expect(existsSync(target)).toBe(false);
  expect(existsSync(`${target}.draft`)).toBe(false);
  expect(await next).toMatchObject({ ok: true, value: { broken: null } });
});

test('a workspace that closes ends what is being done', async () => {
  const { jobs, ledger } = await desk();
  const walk = ledger.verify();
  await expect.poll(() => jobs.state()).not.toBeNull();
  await jobs.close();
  expect(await walk).toEqual({ ok: true, value: null });
  expect([jobs.state(), ledger.verified()]).toEqual([null, null]);
});

test('a key that the vault does not give is told', async () => {
  expect(await (await desk(() => fail('keychain_locked'))).ledger.verify()).toEqual(fail('keychain_locked'));
  expect(await (await desk(() => ok(null))).ledger.verify()).toEqual(fail('database_missing'));
});
