/** One figure of the run: a ratio measured in one go, with what it was made of. */
export interface Figure {
  readonly name: string;
  /** What it was measured at, in words. */
  readonly size: string;
  /** How many times the one side costs what the other does. */
  readonly ratio: number;
  /** The ratio that we want to stay below. */
  readonly aim: number;
  /** What else has to hold, where a ratio does not say it all. */
  readonly holds?: boolean;
  /** How many processes wanted to run in the last minute, when this was measured. */
  readonly load: number;
  /** The two sides of the ratio and what belongs to them; units stand in the names. */
  readonly parts: Readonly<Record<string, unknown>>;
}

/** The value below which this share (0 to 1) of the samples lies. */
export function quantile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  const value = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  if (value === undefined) throw new Error('There are no samples');
  return value;
}

export const median = (samples: readonly number[]): number => quantile(samples, 0.5);

/** As many digits as our clocks can tell. */
export const round = (value: number, digits = 3): number => Number(value.toFixed(digits));

/**
 * Whether the aim is met. On a computer with more to do than it has cores there is no verdict, neither way: both sides wait
 * for others, and a ratio of two waits can even come out below 1.
 */
export function verdict({ ratio, aim, holds = true, load }: Figure, cores: number): 'met' | 'missed' | 'disturbed' {
  if (load > cores) return 'disturbed';
  return holds && ratio <= aim ? 'met' : 'missed';
}

/** The figures as a table for a terminal. */
export function table(figures: readonly Figure[], cores: number): string {
  const lines = [
    ['figure', 'size', 'ratio', 'aim', 'load', ''],
    ...figures.map((figure) => [
      figure.name,
      figure.size,
      figure.ratio.toFixed(3),
      `≤ ${figure.aim}`,
      figure.load.toFixed(1),
      verdict(figure, cores),
    ]),
  ];
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...lines.map((line) => (line[column] ?? '').length)));
  return lines.map((line) => line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')).join('\n');
}
