import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { MIGRATIONS } from '../../electron/store/schema/steps.ts';
import { MINUTE } from '../../shared/clock.ts';
import { seededRandom, type Random } from '../../shared/random.ts';
import { KILLED_BY, noFigures } from '../support/crash/killing.ts';
import { crashedOffice, type Round } from '../support/crash/rounds.ts';
import { DEEDS, SMALL, type Target } from '../support/crash/words.ts';

/** How often the program is killed. 500 times: `CASEHARBOR_CRASHES=500 npm run integration -- crash.test`. */
const CRASHES = Number(process.env['CASEHARBOR_CRASHES'] ?? 6);
/** The same seed gives the same deeds, and kills as far into them. */
const SEED = Number(process.env['CASEHARBOR_CRASH_SEED'] ?? 20_261_122);
const VERSIONS = MIGRATIONS.map(({ version }) => version);

/** What it is killed in: every large deed, each office's first opening too; or only these: `CASEHARBOR_CRASH_IN=purge,edit`. */
const ONLY = process.env['CASEHARBOR_CRASH_IN']?.split(',');
const ALL: readonly Target[] = ['opening', ...DEEDS, ...SMALL];
const TARGETS: readonly Target[] = ONLY === undefined ? DEEDS : ALL.filter((target) => ONLY.includes(target));
/** After so many kills another office begins, of another version. Only its first opening has a migration. */
const OF_ONE_OFFICE = ONLY?.includes('opening') === true ? 1 : CRASHES < 50 && ONLY === undefined ? 3 : 10;

/** Every deed in turn, in an order of chance. */
function* targets(random: Random): Generator<Target, never> {
  for (;;) {
    const left = [...TARGETS];
    while (left.length > 0) yield* left.splice(Math.floor(random.next() * left.length), 1);
  }
}

test(
  `a program that is killed ${CRASHES} times in the middle of everything loses nothing that it acknowledged, and leaves nothing half done`,
  async () => {
    const random = seededRandom(SEED);
    const next = targets(random);
    const figures = noFigures();
    const failures: object[] = [];
    for (let done = 0, office = 0; done < CRASHES; office += 1) {
      const top = mkdtempSync(join(tmpdir(), 'caseharbor crash '));
      onTestFinished(() => rmSync(top, { recursive: true, force: true }));
      const version = VERSIONS[office % VERSIONS.length] ?? 1;
      const crashed = await crashedOffice(top, version, random, figures);
      for (let round = 0; round < OF_ONE_OFFICE && done < CRASHES; round += 1) {
        const planned: Round = {
          target: round === 0 && ONLY === undefined ? 'opening' : next.next().value,
          at: random.next(),
          by: KILLED_BY[Math.floor(random.next() * KILLED_BY.length)] ?? 'time',
          twice: random.next() < 0.2,
        };
        const wrong = await crashed.round(planned);
        done += 1;
        if (done % 50 === 0) process.stdout.write(`${done} kills, ${failures.length} of them left something wrong\n`);
        if (wrong.length === 0) continue;
        // What comes after would only follow from it: another office begins.
        failures.push({ seed: SEED, kill: done, version, ...planned, wrong: wrong.slice(0, 10) });
        process.stdout.write(`${JSON.stringify(failures.at(-1))}\n`);
        break;
      }
      await crashed.stop();
      rmSync(top, { recursive: true });
    }
    const table = (counts: ReadonlyMap<string, number>): string =>
      [...counts]
        .sort((a, b) => b[1] - a[1])
        .map(([name, count]) => `${name} ${count}`)
        .join(', ');
    process.stdout.write(
      `killed ${CRASHES} times with seed ${SEED}, under way then: ${table(figures.killed)}\n` +
        `acknowledged before: ${table(figures.ended)}\n`,
    );
    expect(failures).toEqual([]);
    const kills = [...figures.killed.values()].reduce((sum, count) => sum + count, 0);
    expect(kills).toBeGreaterThanOrEqual(CRASHES * 0.8);
  },
  CRASHES * MINUTE + 2 * MINUTE,
);
