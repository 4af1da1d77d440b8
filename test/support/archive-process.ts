import { DAY, later } from '../../shared/clock.ts';
import { systemClock } from '../../electron/clock.ts';
import { openStore } from '../../electron/store/open.ts';

// Archives cases as of years ago, because the program's own clock cannot be set back.
const [path = '', keyHex = '', years = '', ...receipts] = process.argv.slice(2);
const opened = openStore({ path, keyHex, createIfMissing: false });
if (!opened.ok) throw new Error(opened.problem.kind);
const then = later(systemClock.now(), -Number(years) * 366 * DAY);
const breathe = (): Promise<void> => Promise.resolve();
const entered = receipts.map((receipt, number) => ({ receipt, client: `Client ${number + 1}`, label: 'Closed file' }));
const { added } = await opened.value.cases.add(entered, then, breathe);
await opened.value.cases.archive(added, true, then, () => null, breathe);
opened.value.close();
