import fc from 'fast-check';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openConnection } from '../../electron/store/connection.ts';
import { migrate } from '../../electron/store/schema/migrations.ts';
import { MIGRATIONS } from '../../electron/store/schema/steps.ts';
import { createStore } from '../../electron/store/store.ts';
import { CADENCES } from '../../shared/case/cadence.ts';
import { stalenessOf } from '../../shared/case/stale.ts';
import { STAGES } from '../../shared/case/status-groups.ts';
import { DAY, HOUR, instant, type CivilDate } from '../../shared/clock.ts';
import type { CaseFilter } from '../../shared/contract/cases.ts';
import { ANSWER_KINDS } from '../../shared/service/answer.ts';
import { KEY, noBreath, NOON, receipt, temporaryFolder } from '../support/temporary-store.ts';

const STALE: CaseFilter = { search: '', stage: null, group: null, only: 'stale', archived: false };

/** Moments a little off the borders between stale and not stale, and upon them. */
const moment = fc
  .tuple(fc.integer({ min: -60, max: 60 }), fc.constantFrom(4 * HOUR, 6 * HOUR, DAY), fc.integer({ min: -1, max: 1 }))
  .map(([times, span, off]) => instant(NOON + times * span + off));
const said = fc.integer({ min: -80, max: 20 }).map((days) => new Date(NOON + days * DAY).toISOString().slice(0, 10));
const standing = fc.record({
  cadence: fc.constantFrom(...CADENCES),
  stage: fc.constantFrom(...STAGES),
  saidOn: fc.option(said.map((date) => date as CivilDate)),
  pinned: fc.boolean(),
  archived: fc.boolean(),
  lastAnswer: fc.option(fc.constantFrom('status' as const, 'not_recognised' as const, ...ANSWER_KINDS)),
  nextCheckAt: fc.option(moment, { freq: 9 }),
});

test('the filter finds as stale what the page calls stale, at any time', async () => {
  const path = join(temporaryFolder(), 'cases.db');
  const connection = openConnection({ path, key: { kind: 'raw', hex: KEY }, mustExist: false });
  onTestFinished(() => connection.close());
  migrate(connection, MIGRATIONS);
  const store = createStore(connection);
  const insert = connection.statement<Record<string, string | number | null>>(
    'insert',
    `INSERT INTO cases (id, receipt, client, client_key, label, cadence, pinned, created_at, archived_at, status_group,
       stage, recognition, said_on, last_answer, next_check_at, folded)
     VALUES (@id, @receipt, '', '', '', @cadence, @pinned, 1, @archivedAt, 'unclassified', @stage, 'recognised', @saidOn,
       @lastAnswer, @nextCheckAt, '')`,
  );
  await fc.assert(
    fc.asyncProperty(fc.array(standing, { minLength: 20, maxLength: 40 }), moment, async (cases, now) => {
      connection.write(() => {
        connection.exec('DELETE FROM cases');
        for (const [id, { pinned, archived, ...rest }] of cases.entries()) {
          insert.run({ id, receipt: receipt(id), ...rest, pinned: pinned ? 1 : 0, archivedAt: archived ? 1 : null });
        }
      });
      for (const archived of [false, true]) {
        const expected = [...cases.entries()].filter(
          ([, one]) => one.archived === archived && stalenessOf(one, now) !== null,
        );
        const filter = { ...STALE, archived };
        const sort = { by: 'receipt', descending: false } as const;
        expect(store.cases.ids(filter, sort, now)).toEqual(expected.map(([id]) => id));
        expect(await store.cases.count(filter, now, noBreath)).toBe(expected.length);
        const rows = store.cases.page({ filter, sort, offset: 0, limit: 100 }, now);
        expect(rows.every((row) => stalenessOf(row, now) !== null)).toBe(true);
      }
    }),
    { numRuns: 60 },
  );
});
