import { PHASES, type Outcome, type Phase } from './try-fault.ts';
import type { Trial } from './trials.ts';

export interface Row {
  readonly trial: Trial;
  readonly outcomes: ReadonlyMap<Phase, Outcome>;
}

const HEAD = `# What Caseharbor makes of each fault

<!-- Made by test/integration/faults.test.ts, which fails when this file is out of date. -->

Each cell was tried over real HTTP with the real client, engine and encrypted database: a pull of four cases, two of which
had got a new status, met the fault where the column says; then all was well again. It gives the answer that the checks got
("true": the fault cost nothing but time) and what Activity showed when it was more than a running pull. Three calls
in a row met the fault, unless its line says otherwise; a key stayed bad until it was mended.

In every cell, afterwards: each case has its status, both new ones were told once, nothing else was told, no case was
called "not recognised", and no call came too fast.

A pull that waits goes on by itself: with one call as a probe, after a pause that grows. A pull that stops waits for a
person. "unreadable", "refused" and "not_recognised" stand in the log of their case, whose last known status stays.
`;

const TITLES: Readonly<Record<Phase, string>> = {
  token: 'for a token',
  first: 'first call',
  middle: 'in the middle',
  last: 'last call',
};

/** The fault table as a document. */
export function documentOf(rows: readonly Row[]): string {
  const lines = rows.map(({ trial, outcomes }) => [
    trial.name,
    ...PHASES.map((phase) => {
      const outcome = outcomes.get(phase);
      return outcome === undefined ? '–' : cell(outcome);
    }),
  ]);
  const table = [['fault', ...PHASES.map((phase) => TITLES[phase])], ...lines];
  const widths = (table[0] ?? []).map((_title, column) => Math.max(...table.map((line) => line[column]?.length ?? 0)));
  const write = (line: readonly string[]): string =>
    `| ${line.map((text, column) => text.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  const [titles = [], ...rest] = table;
  return `${HEAD}\n${[write(titles), rule, ...rest.map(write)].join('\n')}\n`;
}

const cell = ({ answers, shown }: Outcome): string =>
  [...(answers.length === 0 ? ['true'] : answers), ...shown].join('; ');
