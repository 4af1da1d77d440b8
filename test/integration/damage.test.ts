import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { expect, test } from 'vitest';
import { openConnection } from '../../electron/store/connection.ts';
import { openStore } from '../../electron/store/open.ts';
import { seededRandom } from '../../shared/random.ts';
import {
  flips,
  makeWhole,
  SPECIAL,
  tableOf,
  truncations,
  tryDamage,
  type Damaging,
  type Trial,
  type Whole,
} from '../support/damage.ts';
import { KEY, temporaryFolder } from '../support/temporary-store.ts';

/** `CASEHARBOR_DAMAGE=long`: 200 flipped bytes and 50 lengths, and the table is written into docs/damage.md. */
const LONG = process.env['CASEHARBOR_DAMAGE'] === 'long';
const REPORT = resolve(import.meta.dirname, '../../docs/damage.md');

const ways = (): Damaging[] => [...flips(seededRandom(7), LONG ? 200 : 8), ...truncations(LONG ? 50 : 4), ...SPECIAL];

function trials(whole: Whole, withBackup: boolean): Trial[] {
  const folder = temporaryFolder();
  return ways().map((way, index) => tryDamage(whole, way, join(folder, String(index)), withBackup));
}

/** What is told is never less than what is missing, as far as anything that is left names it. */
function expectHonest(all: readonly Trial[]): void {
  for (const { kind, outcome, missing } of all) {
    if (outcome === null) continue;
    const told = outcome.lost;
    if (missing.cases + missing.answers + missing.changes + missing.notes > 0) {
      expect(outcome.parts.all === 0 || outcome.parts.unreadable > 0, kind).toBe(true);
    }
    if (!outcome.openEnd) {
      expect(told.cases, kind).toBeGreaterThanOrEqual(missing.cases);
      expect(told.answers, kind).toBeGreaterThanOrEqual(missing.answers);
      expect(told.changes, kind).toBeGreaterThanOrEqual(missing.changes);
      expect(told.notes + outcome.remade, kind).toBeGreaterThanOrEqual(missing.notes);
    }
  }
}

test(
  'every damage is repaired as far as the file and its backup go, told in numbers, and the damaged file is not altered',
  { timeout: LONG ? 1_800_000 : 120_000 },
  async () => {
    const whole = await makeWhole(temporaryFolder(), 300);
    const alone = trials(whole, false);
    const backed = trials(whole, true);
    expectHonest(alone);
    expectHonest(backed);
    // With a backup nothing ends without a database, and no case, and nothing from before the backup, is lost.
    for (const { kind, outcome, missing } of backed) {
      expect(outcome, kind).not.toBeNull();
      expect(missing.cases, kind).toBe(0);
      expect(missing.notes, kind).toBe(0);
      expect(missing.answers, kind).toBeLessThanOrEqual(100);
    }
    // A single byte costs a page at the most: never more than a few cases, even with no backup at all.
    const oneByte = alone.filter(({ kind }) => kind === 'one byte flipped');
    for (const { outcome, missing } of oneByte) {
      expect(outcome?.parts.unreadable).toBeLessThanOrEqual(1);
      expect(missing.cases).toBeLessThanOrEqual(1);
    }
    // The salt is kept beside the file: without its beginning every other page still reads.
    for (const { kind, outcome, missing } of alone.filter(
      (trial) => trial.kind.startsWith('first page') || trial.kind.startsWith('the first 16'),
    )) {
      expect(outcome, kind).not.toBeNull();
      expect(missing, kind).toEqual({ cases: 0, answers: 0, changes: 0, notes: 0 });
    }
    const report = await format(reportOf(whole, alone, backed), {
      ...(await resolveConfig(REPORT)),
      parser: 'markdown',
    });
    if (LONG) writeFileSync(REPORT, report);
    else expect(readFileSync(REPORT, 'utf8')).toContain(headOf(report));
  },
);

test('a database with a damaged page is closed all the same: nobody could repair one that is open', async () => {
  const { path } = await makeWhole(temporaryFolder(), 20);
  const options = { path, key: { kind: 'raw', hex: KEY }, mustExist: true } as const;
  const connection = openConnection(options);
  const page = connection
    .statement<object, { number: number }>(
      'statistics',
      `SELECT rootpage AS number FROM sqlite_schema WHERE name = 'sqlite_stat1'`,
    )
    .get({})?.number;
  connection.close();
  const bytes = readFileSync(path);
  bytes.fill(7, ((page ?? 0) - 1) * 4096, (page ?? 0) * 4096);
  writeFileSync(path, bytes);
  const opened = openStore({ path, keyHex: KEY, createIfMissing: false });
  if (!opened.ok) throw new Error(opened.problem.kind);
  expect(() => opened.value.close()).not.toThrow();
  // The file was let go of: another may have it.
  rmSync(path);
});

/** What both forms of the test write alike: so a document of another making is noticed. */
const headOf = (report: string): string => report.slice(0, report.indexOf('##'));

const reportOf = (whole: Whole, alone: readonly Trial[], backed: readonly Trial[]): string => `# What damage costs

Written by \`test/integration/damage.test.ts\` (\`CASEHARBOR_DAMAGE=long\`); not by hand. An invented office's database is
damaged, opened, and repaired (\`electron/store/repair/\`). Each cell is the mean and the greatest number of rows that are
missing after the repair, of as many as the column's head says. "Still opened" is how many of the damaged files the
program could open all the same, because what is damaged is read later or never.

## With the file alone

${tableOf(alone, whole)}

## With a backup from before the last pull

${tableOf(backed, whole)}

A file that is "repaired" in no trial held nothing that its key opens: the program says so, and changes nothing. The first 16
bytes are the salt that every page is checked with: the workspace's own file keeps it too (\`workspace.json\`; it is no
secret), and so the rest of the file reads without them.

A flipped byte keeps a file from being opened where it stands in one of the pages that describe the tables, and in no other:
${describing(whole.path)}. None of them costs a row. What every other page costs, and that it is told,
\`test/integration/repair-losses.test.ts\` looks at, one page of each table at a time.
`;

/** How many pages of a database describe its tables: all that opening has to read. */
function describing(path: string): string {
  const connection = openConnection({ path, key: { kind: 'raw', hex: KEY }, mustExist: true });
  const counted = connection
    .statement<object, { described: number; pages: number }>(
      'pages',
      `SELECT sum(name = 'sqlite_schema') AS described, count(*) AS pages FROM dbstat`,
    )
    .get({});
  connection.close();
  return `${counted?.described ?? 0} of this file's ${counted?.pages ?? 0}`;
}
