import { expect, it, onTestFinished } from 'vitest';
import { createUscisClient } from '../../../electron/uscis/client.ts';
import { guardedFetch } from '../../../electron/uscis/fetch.ts';
import { startDemonstration } from '../../../electron/workspaces/open/demonstration.ts';
import type { ReceiptNumber } from '../../../shared/case/receipt-number.ts';
import { SECOND } from '../../../shared/clock.ts';
import { ok } from '../../../shared/problem.ts';
import { ENVIRONMENT_DEFAULTS } from '../../../shared/service/environment.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { CREDENTIALS } from './computer.ts';

it('keeps to the limits that Settings gives it, while it runs', async () => {
  const clock = new FakeClock('2026-11-18T15:00:00Z');
  let record = {
    id: '0123456789abcdef',
    createdAt: clock.now(),
    limits: { ...ENVIRONMENT_DEFAULTS.demonstration.limits, perDay: 1 },
  };
  const demonstration = await startDemonstration(
    clock,
    () => record,
    CREDENTIALS,
    () => undefined,
  );
  onTestFinished(() => demonstration.stop());
  const client = createUscisClient({
    endpoints: () => demonstration.endpoints,
    credentials: () => Promise.resolve(ok(CREDENTIALS)),
    fetch: guardedFetch(fetch, false),
    clock,
  });
  const ask = async (): Promise<string> => {
    await clock.advance(SECOND);
    return (await client.check('EAC9999103403' as ReceiptNumber)).kind;
  };
  expect([await ask(), await ask()]).toEqual(['status', 'slowed']);
  record = { ...record, limits: { ...record.limits, perDay: 2 } };
  expect([await ask(), await ask()]).toEqual(['status', 'slowed']);
});
