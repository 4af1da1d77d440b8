import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { Connection, openConnection } from '../../electron/store/connection.ts';
import { nextPath, swapIn } from '../../electron/store/copies/swap.ts';
import { compareForMerge } from '../../electron/store/merge/compare.ts';
import { mergeDatabases } from '../../electron/store/merge/merge.ts';
import { migrate } from '../../electron/store/schema/migrations.ts';
import { MIGRATIONS } from '../../electron/store/schema/steps.ts';
import { instant } from '../../shared/clock.ts';
import { fillWithHistory } from '../support/fill-history.ts';
import { good } from '../support/good.ts';
import { planOf, scansInLoops } from '../support/statements.ts';
import { brokenRules } from '../support/store-rules.ts';
import { KEY, NOON, temporaryFolder } from '../support/temporary-store.ts';
import { ORIGIN } from '../support/two-offices.ts';

const CASES = 400;

/** What brings in whole rows of tables that grow. */
const LARGE = /^INSERT INTO main\.(observations|checks|changes|chain_lines)\b/;

/** Two offices that have lived for a while, with half of their cases in common. */
function offices({ analysed }: { readonly analysed: boolean }): { path: string; bundle: string } {
  const folder = temporaryFolder();
  const [path, bundle] = [join(folder, 'here.db'), join(folder, 'there.db')];
  for (const [file, from, apart] of [
    [path, 0, 0],
    [bundle, CASES / 2, 500],
  ] as const) {
    const connection = openConnection({ path: file, key: { kind: 'raw', hex: KEY }, mustExist: false });
    migrate(connection, MIGRATIONS);
    fillWithHistory(connection, { cases: CASES, from, apart });
    if (analysed) connection.exec('ANALYZE');
    connection.close();
  }
  return { path, bundle };
}

/** Hears of every statement with its plan, as it stands when the statement first runs: a merge makes tables of its own. */
function watchPlans(): { readonly seen: Map<string, string>; readonly scans: string[]; readonly sorted: string[] } {
  const seen = new Map<string, string>();
  const scans: string[] = [];
  const sorted: string[] = [];
  // eslint-disable-next-line @typescript-eslint/unbound-method
  const real = Connection.prototype.statement;
  const spy = vi.spyOn(Connection.prototype, 'statement');
  onTestFinished(() => spy.mockRestore());
  spy.mockImplementation(function (this: Connection, name: string, sql: string) {
    const statement = real.call(this, name, sql);
    if (name.startsWith('plan of ')) return statement;
    const look = (): void => {
      if (seen.has(sql)) return;
      seen.set(sql, name);
      const plan = planOf(this, name, sql);
      scans.push(...scansInLoops(plan).map((line) => `${line}: ${sql}`));
      if (LARGE.test(sql) && plan.some(({ detail }) => detail === 'USE TEMP B-TREE FOR ORDER BY')) sorted.push(sql);
    };
    return {
      all: (parameters) => (look(), statement.all(parameters)),
      get: (parameters) => (look(), statement.get(parameters)),
      column: (parameters) => (look(), statement.column(parameters)),
      run: (parameters) => (look(), statement.run(parameters)),
    };
  });
  return { seen, scans, sorted };
}

test.each([{ analysed: false }, { analysed: true }])(
  'a merge and its preview read no table over and over, and sort no contents, statistics of before or none ($analysed)',
  (how) => {
    const { path, bundle } = offices(how);
    const watched = watchPlans();
    const order = { path, keyHex: KEY, bundle, bundleKeyHex: KEY };
    const half = CASES / 2;
    expect(good(compareForMerge(order))).toMatchObject({ onlyHere: half, both: half, onlyThere: half, brokenAt: null });
    for (const at of [NOON, instant(NOON + 1)]) {
      good(mergeDatabases({ ...order, origin: ORIGIN, at }));
      if (existsSync(nextPath(path))) swapIn(path, null);
    }
    expect(watched.seen.size).toBeGreaterThan(60);
    expect(watched.scans).toEqual([]);
    expect(watched.sorted).toEqual([]);
    vi.restoreAllMocks();
    const connection = openConnection({ path, key: { kind: 'raw', hex: KEY }, mustExist: true });
    onTestFinished(() => connection.close());
    expect(brokenRules(connection)).toEqual([]);
  },
);
