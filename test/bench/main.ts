import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { measureAnswers } from './answers.ts';
import { measureBackup } from './backup.ts';
import { measureBytes } from './bytes.ts';
import { measureCipher } from './cipher.ts';
import { table, verdict, type Figure } from './figures.ts';
import { measureImport } from './import.ts';
import { measureLedger } from './ledger.ts';
import { describeMachine } from './machine.ts';
import { measureMerge } from './merge.ts';
import { measureOpen } from './open.ts';
import { measurePages } from './pages.ts';
import { measurePlanner } from './planner.ts';
import { measurePull } from './pull.ts';
import { measurePurge } from './purge.ts';
import { executable, root } from './runtime.ts';
import { measureSearch } from './search.ts';
import { measureStart } from './start.ts';
import { measureYear } from './year.ts';

/** Each measure by its name, and what is said while it runs. */
const MEASURES: Readonly<Record<string, { says: string; run: () => Promise<Figure[]> }>> = {
  start: { says: 'start and memory', run: () => measureStart(folder, rounds) },
  pull: { says: 'a pull', run: async () => [await measurePull(folder, values.real ? 1 : 4)] },
  page: { says: 'pages over IPC', run: () => measurePages(folder, rounds) },
  search: { says: 'searches', run: () => measureSearch(folder, rounds) },
  open: { says: 'opening 100,000 cases', run: () => Promise.resolve([measureOpen(folder, rounds)]) },
  import: { says: 'an import', run: () => measureImport(folder, rounds) },
  purge: { says: 'deleting and purging', run: async () => [await measurePurge(folder)] },
  backup: { says: 'a backup while answers come', run: async () => [await measureBackup(folder, rounds)] },
  merge: { says: 'a merge of 100,000 cases and as many', run: () => measureMerge(folder) },
  cipher: { says: 'encrypted and plain', run: async () => [await measureCipher(folder, rounds)] },
  bytes: { says: 'bytes per case and check', run: () => measureBytes(folder) },
  ledger: { says: 'the ledger', run: () => Promise.resolve([measureLedger(folder)]) },
  answers: { says: 'answers read and recorded', run: () => measureAnswers(folder, rounds) },
  planner: { says: 'a plan over 100,000 cases', run: async () => [await measurePlanner(folder, rounds)] },
  year: { says: 'a year in memory', run: async () => [await measureYear()] },
};

const { values } = parseArgs({
  options: {
    real: { type: 'boolean', default: false },
    only: { type: 'string', default: Object.keys(MEASURES).join() },
    rounds: { type: 'string', default: '9' },
  },
});
const wanted = new Set(values.only.split(','));
const rounds = Number(values.rounds);
const folder = mkdtempSync(join(tmpdir(), 'caseharbor bench '));
const figures: Figure[] = [];

try {
  for (const [name, { says, run }] of Object.entries(MEASURES)) {
    if (!wanted.has(name)) continue;
    process.stderr.write(`${says} …\n`);
    figures.push(...(await run()));
  }
} finally {
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
}

const cores = availableParallelism();
const results = join(root, 'test-results');
mkdirSync(results, { recursive: true });
const report = {
  machine: describeMachine(executable()),
  figures: figures.map((one) => ({ ...one, verdict: verdict(one, cores) })),
};
writeFileSync(join(results, 'bench.json'), `${JSON.stringify(report, null, 2)}\n`);
process.stdout.write(`${table(figures, cores)}\n\nWith all parts: test-results/bench.json\n`);
