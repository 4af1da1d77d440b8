import { expect, test } from 'vitest';
import { systemClock } from '../../electron/clock.ts';
import { openConnection } from '../../electron/store/connection.ts';
import { createBulkWork } from '../../electron/workspaces/open/bulk-work.ts';
import { createCaseWork } from '../../electron/workspaces/open/case-work.ts';
import type { CaseFilter } from '../../shared/contract/cases.ts';
import { fillWithCases } from '../support/many-cases.ts';
import { KEY, temporaryStore } from '../support/temporary-store.ts';

const searching = (search: string): CaseFilter => ({ search, stage: null, group: null, only: 'all', archived: false });
const unused = (): never => expect.unreachable();

test('another filter ends the count that nobody waits for any more', async () => {
  const { store, path } = temporaryStore();
  const connection = openConnection({ path, key: { kind: 'raw', hex: KEY }, mustExist: true });
  fillWithCases(connection, 5000);
  connection.close();
  const work = createCaseWork({
    clock: systemClock,
    store,
    pulls: { wake: unused, checkNow: unused },
    bulk: createBulkWork(systemClock, new AbortController().signal),
    upkeep: { regroup: unused, purge: unused },
    next: unused,
    changed: unused,
    backUp: unused,
  });
  const counts = ['cl', 'cli', 'cli', 'label'].map((search) => work.countCases(searching(search)));
  expect(await Promise.all(counts)).toEqual([null, null, null, 4950]);
  const alike = ['client', 'client'].map((search) => work.countCases(searching(search)));
  expect(await Promise.all(alike), 'something has changed, and the same is asked anew').toEqual([4950, 4950]);
});
