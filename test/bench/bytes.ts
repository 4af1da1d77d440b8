import { statSync } from 'node:fs';
import { join } from 'node:path';
import { DAY, instant, later } from '../../shared/clock.ts';
import { answerTo } from './backup.ts';
import { round, type Figure } from './figures.ts';
import { load } from './machine.ts';
import { listOf, openInThreads } from './threads.ts';
import { WATCHED_CASES } from '../../shared/contract/page-lists.ts';

const CASES = 5000;
/** Each case is asked so often with the same answer after its first. */
const AGAIN = 4;
/** What a case with its first answer may take in the file, and what a further check of it, in bytes. */
const MOST = { perCase: 4096, perCheck: 512 } as const;

/** How much of the file a case takes, as it is added, with its first answer, and with each check after it. */
export async function measureBytes(folder: string): Promise<Figure[]> {
  const path = join(folder, 'bytes.db');
  const sizes: number[] = [];
  let now = instant(Date.now());
  openInThreads(path).store.close();
  sizes.push(statSync(path).size);
  for (let done = 0; done <= AGAIN + 1; done += 1) {
    const { store, close } = openInThreads(path);
    const ids = store.cases.ids(WATCHED_CASES, { by: 'receipt', descending: false }, now);
    if (done === 0) await store.cases.add(listOf(CASES), now, () => Promise.resolve());
    else {
      now = later(now, DAY);
      const pull = store.pulls.beginPull('check_now', ids, now);
      for (let check = store.pulls.nextCheck(pull.id); check !== null; check = store.pulls.nextCheck(pull.id)) {
        store.pulls.recordAnswer(check.id, answerTo(check.receipt, check.caseId), now, () => later(now, DAY));
      }
      store.pulls.finishPull(pull.id, now);
    }
    await close();
    sizes.push(statSync(path).size);
  }
  const [empty = NaN, added = NaN, answered = NaN] = sizes;
  const perCase = (answered - empty) / CASES;
  const perCheck = ((sizes.at(-1) ?? NaN) - answered) / CASES / AGAIN;
  const common = {
    aim: 1,
    load: load(),
    parts: {
      perCaseAdded: round((added - empty) / CASES, 0),
      perCaseAnswered: round(perCase, 0),
      perCheck: round(perCheck, 0),
      most: MOST,
    },
  };
  return [
    {
      name: 'bytes per case with its first answer, over what it may take',
      size: `${CASES} cases`,
      ratio: round(perCase / MOST.perCase),
      ...common,
    },
    {
      name: 'bytes per check that brings nothing new, over what it may take',
      size: `${CASES * AGAIN} checks`,
      ratio: round(perCheck / MOST.perCheck),
      ...common,
    },
  ];
}
