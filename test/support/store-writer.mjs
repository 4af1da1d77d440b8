// Writes into a store as fast as it can until it is killed. Prints the id of each check when its answer is recorded.
import { openStore } from '../../electron/store/open.ts';

const [path = '', keyHex = '', from = '0'] = process.argv.slice(2);
const opened = openStore({ path, keyHex, createIfMissing: true });
if (!opened.ok) throw new Error(opened.problem.kind);
const store = opened.value;
const TITLES = ['Case Was Received', 'Case Was Approved', 'An Invented Title'];

function answer(number, receipt) {
  if (number % 5 === 4) return { kind: 'not_recognised', said: { httpStatus: 404 } };
  const content = {
    receipt,
    form: 'I-130',
    submittedAt: null,
    modifiedAt: null,
    title: { en: TITLES[number % TITLES.length], es: null },
    description: { en: 'Invented words. '.repeat(number % 40), es: null },
    history: [],
  };
  return { kind: 'status', content, body: JSON.stringify(content), said: { httpStatus: 200 } };
}

for (let number = Number(from); ; number += 1) {
  const entered = [{ receipt: `ZZZ${9_000_000_000 + number}`, client: `Client ${number}`, label: '' }];
  await store.cases.add(entered, number + 1, () => Promise.resolve());
  const pull =
    store.pulls.openPull() ??
    store.pulls.beginPull(
      'schedule',
      store.pulls.dueCases(number + 1, null, 1000).map(({ id }) => id),
      number + 1,
    );
  for (let check = store.pulls.nextCheck(pull.id); check !== null; check = store.pulls.nextCheck(pull.id)) {
    store.pulls.recordAnswer(check.id, answer(number + check.id, check.receipt), number + 1, () => number + 2);
    process.stdout.write(`${check.id}\n`);
  }
  store.pulls.finishPull(pull.id, number + 1);
  store.outbox.take(number + 1);
}
