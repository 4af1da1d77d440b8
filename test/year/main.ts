import { parseArgs } from 'node:util';
import { systemClock } from '../../electron/clock.ts';
import { SECOND } from '../../shared/clock.ts';
import { judge } from './verdict.ts';
import { liveAYear } from './year.ts';

// The long form (npm run test:year): 2,000 cases, 365 days. Prints the figures; ends with 1 when a promise was broken.
const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '2000' },
    days: { type: 'string', default: '365' },
    seed: { type: 'string', default: '1' },
  },
});
const started = systemClock.monotonic();
const year = await liveAYear({ cases: Number(values.cases), days: Number(values.days), seed: Number(values.seed) });
const { broken, figures } = await judge(year);
for (const [name, figure] of Object.entries(figures)) process.stdout.write(`${name.padEnd(45)} ${figure}\n`);
process.stdout.write(`${'took'.padEnd(45)} ${((systemClock.monotonic() - started) / SECOND).toFixed(1)} s\n`);
for (const promise of broken) process.stderr.write(`BROKEN: ${promise}\n`);
process.exitCode = broken.length === 0 ? 0 : 1;
