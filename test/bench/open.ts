import { join } from 'node:path';
import { systemClock } from '../../electron/clock.ts';
import { endedUnclean } from '../../electron/store/check.ts';
import { openConnection } from '../../electron/store/connection.ts';
import { olderVersion, openStore } from '../../electron/store/open.ts';
import { instant } from '../../shared/clock.ts';
import { good } from '../support/good.ts';
import { fillWithCases } from '../support/many-cases.ts';
import { median, round, type Figure } from './figures.ts';
import { load } from './machine.ts';
import { KEY } from './threads.ts';
import { WATCHED_CASES } from '../../shared/contract/page-lists.ts';

const CASES = 100_000;
/** What may pass until the first page is there, in milliseconds. */
const MOST = 150;

/** What the application does with a database at its start, until the first page of the list has been read from it. */
export function measureOpen(folder: string, rounds: number): Figure {
  const path = join(folder, 'open.db');
  const at = { path, keyHex: KEY, clock: systemClock };
  const open = (createIfMissing: boolean) => {
    return good(openStore({ ...at, createIfMissing }));
  };
  open(true).close();
  const connection = openConnection({ path, key: { kind: 'raw', hex: KEY }, mustExist: true });
  fillWithCases(connection, CASES);
  connection.close();
  const times: { opened: number; page: number; summary: number }[] = [];
  for (let done = 0; done < rounds; done += 1) {
    const start = performance.now();
    if (endedUnclean(path) || olderVersion(at) !== null) throw new Error('It would be checked, or migrated');
    const store = open(false);
    const opened = performance.now();
    store.cases.page(
      {
        filter: WATCHED_CASES,
        sort: { by: 'receipt', descending: false },
        offset: 0,
        limit: 100,
      },
      instant(Date.now()),
    );
    const page = performance.now();
    store.changes.summary();
    times.push({ opened: opened - start, page: page - opened, summary: performance.now() - page });
    store.close();
  }
  const whole = median(times.map(({ opened, page, summary }) => opened + page + summary));
  const middle = (what: 'opened' | 'page' | 'summary'): number => round(median(times.map((time) => time[what])));
  return {
    name: 'opening until the first page and the summary are read, over what it may take',
    size: `${CASES} cases, ${rounds} rounds`,
    ratio: round(whole / MOST),
    aim: 1,
    load: load(),
    parts: { openedMs: middle('opened'), pageMs: middle('page'), summaryMs: middle('summary'), mostMs: MOST },
  };
}
