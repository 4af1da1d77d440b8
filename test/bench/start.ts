import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { writeBareWindow } from './bare-window.ts';
import { median, round, type Figure } from './figures.ts';
import { load } from './machine.ts';
import { memoryOf, untilIdle } from './processes.ts';
import { fillWithAnswers, makeWorkspaces, profileArguments } from './profile.ts';
import { startProgram, untilTrue } from './program.ts';
import { root } from './runtime.ts';

const CASES = 1000;
const UNREAD = 50;

/** The keychain's process is kept for half a minute: an idle application is one that has let it go. */
const LONGEST_LIVED_HELPER = 35_000;

interface Contender {
  readonly folder: string;
  readonly args: readonly string[];
  /** True of the page when what the person waits for is drawn. */
  readonly drawn: string;
}

/** Milliseconds from starting the process until the page has drawn and has answered to a key. */
async function timeStart({ folder, args, drawn }: Contender): Promise<number> {
  const program = await startProgram(folder, args);
  await program.page.evaluate(untilTrue(drawn));
  await program.page.press('Tab');
  await program.page.evaluate(untilTrue('document.activeElement !== document.body'));
  const took = performance.now() - program.startedAt;
  await program.quit();
  return took;
}

async function weigh({ folder, args, drawn }: Contender): Promise<{ fresh: number; idle: number; processes: number }> {
  const program = await startProgram(folder, args);
  await program.page.evaluate(untilTrue(drawn));
  await untilIdle(program.pid);
  const fresh = memoryOf(program.pid);
  await pause(Math.max(0, program.startedAt + LONGEST_LIVED_HELPER - performance.now()));
  await untilIdle(program.pid);
  const idle = memoryOf(program.pid);
  await program.quit();
  return { fresh: fresh.mebibytes, idle: idle.mebibytes, processes: idle.processes };
}

/** The application with an office's cases against the least window that the same runtime can show. */
export async function measureStart(folder: string, rounds: number): Promise<Figure[]> {
  const profile = join(folder, 'start profile');
  mkdirSync(profile);
  const [database] = await makeWorkspaces(profile, ['Bench']);
  if (database === undefined) throw new Error('There is no workspace');
  await fillWithAnswers(database, CASES, UNREAD);
  const ours: Contender = {
    folder: root,
    args: profileArguments(profile),
    drawn: `document.querySelectorAll('.change').length >= 20`,
  };
  const bare: Contender = {
    folder: writeBareWindow(folder),
    args: [`--user-data-dir=${join(folder, 'bare profile')}`],
    drawn: `document.querySelector('button') !== null`,
  };
  // Once each unmeasured: the runtime fills its caches at the first start.
  await timeStart(bare);
  await timeStart(ours);
  const times: [number, number][] = [];
  for (let done = 0; done < rounds; done += 1) times.push([await timeStart(bare), await timeStart(ours)]);
  const bareTimes = times.map(([time]) => time);
  const ourTimes = times.map(([, time]) => time);
  const weights: Record<'bare' | 'ours', Awaited<ReturnType<typeof weigh>>>[] = [];
  for (let done = 0; done < Math.max(1, Math.floor(rounds / 3)); done += 1) {
    weights.push({ bare: await weigh(bare), ours: await weigh(ours) });
  }
  const weight = (side: 'bare' | 'ours', what: 'fresh' | 'idle' | 'processes'): number =>
    median(weights.map((one) => one[side][what]));
  const size = `${CASES} cases, ${UNREAD} unread changes`;
  return [
    {
      name: 'start to an interactive Inbox, over a bare window',
      size,
      ratio: round(median(ourTimes) / median(bareTimes)),
      aim: 1.6,
      load: load(),
      parts: {
        oursMs: round(median(ourTimes), 0),
        bareMs: round(median(bareTimes), 0),
        ourTimesMs: ourTimes.map((time) => round(time, 0)),
        bareTimesMs: bareTimes.map((time) => round(time, 0)),
      },
    },
    {
      name: 'memory of all processes when idle, over a bare window',
      size,
      ratio: round(weight('ours', 'idle') / weight('bare', 'idle')),
      aim: 1.4,
      load: load(),
      parts: {
        oursMiB: round(weight('ours', 'idle'), 1),
        bareMiB: round(weight('bare', 'idle'), 1),
        ourProcesses: weight('ours', 'processes'),
        bareProcesses: weight('bare', 'processes'),
        oursJustStartedMiB: round(weight('ours', 'fresh'), 1),
        bareJustStartedMiB: round(weight('bare', 'fresh'), 1),
        repetitions: weights.length,
      },
    },
  ];
}
