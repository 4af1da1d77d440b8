import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { measureAnswers } from './answers.ts';
import { table, verdict, type Figure } from './figures.ts';
import { measureLedger } from './ledger.ts';
import { describeMachine } from './machine.ts';
import { measurePages } from './pages.ts';
import { measurePlanner } from './planner.ts';
import { measurePull } from './pull.ts';
import { executable, root } from './runtime.ts';
import { measureSearch } from './search.ts';
import { measureStart } from './start.ts';
import { measureYear } from './year.ts';

const { values } = parseArgs({
  options: {
    real: { type: 'boolean', default: false },
    only: { type: 'string', default: 'start,pull,page,search,ledger,answers,planner,year' },
    rounds: { type: 'string', default: '9' },
  },
});
const wanted = new Set(values.only.split(','));
const rounds = Number(values.rounds);
const folder = mkdtempSync(join(tmpdir(), 'caseharbor bench '));
const say = (line: string): void => void process.stderr.write(`${line}\n`);
const figures: Figure[] = [];

try {
  if (wanted.has('start')) {
    say('start and memory …');
    figures.push(...(await measureStart(folder, rounds)));
  }
  if (wanted.has('pull')) {
    say(values.real ? 'a pull in real time (200 s) …' : 'a pull on an accelerated clock …');
    figures.push(await measurePull(folder, values.real ? 1 : 4));
  }
  if (wanted.has('page')) {
    say('pages over IPC …');
    figures.push(...(await measurePages(folder, rounds)));
  }
  if (wanted.has('search')) {
    say('searches …');
    figures.push(...(await measureSearch(folder, rounds)));
  }
  if (wanted.has('ledger')) {
    say('the ledger …');
    figures.push(measureLedger(folder));
  }
  if (wanted.has('answers')) {
    say('answers read and recorded …');
    figures.push(await measureAnswers(folder, rounds));
  }
  if (wanted.has('planner')) {
    say('a plan over 100,000 cases …');
    figures.push(await measurePlanner(folder, rounds));
  }
  if (wanted.has('year')) {
    say('a year in memory …');
    figures.push(await measureYear());
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
