import { systemClock } from '../../electron/clock.ts';
import { openStore } from '../../electron/store/open.ts';
import { instant, sleep } from '../../shared/clock.ts';

// Purges every deleted case and says so at each step, so that somebody can kill it there.
const [path = '', keyHex = '', now] = process.argv.slice(2);
const opened = openStore({ path, keyHex, createIfMissing: false });
if (!opened.ok) throw new Error(opened.problem.kind);
const { trash } = opened.value;
const ids = trash.deleted(100).cases.map(({ id }) => id);
await trash.purge(ids, instant(Number(now)), () => {
  process.stdout.write('.');
  return sleep(systemClock, 20);
});
opened.value.close();
