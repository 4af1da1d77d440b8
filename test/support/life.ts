import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';

/** A process of ours that a test kills in the middle of whatever it does. */
export interface Life {
  /** What it told so far, line by line. What it told at once before it was killed is among it. */
  readonly told: readonly string[];
  say(line: string): void;
  readonly kill: () => void;
  isAlive(): boolean;
  /** Resolves when the process is gone and everything that it told has been heard. */
  readonly ended: Promise<{ readonly killed: boolean; readonly code: number | null }>;
}

/** Starts a script of test/support in a process of its own. `onLine` hears each line as it comes. */
export function startLife(
  script: string,
  args: readonly string[],
  onLine: (line: string) => void = () => undefined,
  env: Readonly<Record<string, string>> = {},
): Life {
  const child = spawn(process.execPath, [join(import.meta.dirname, script), ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ...env },
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  const told: string[] = [];
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => {
    told.push(line);
    onLine(line);
  });
  // A process that is gone hears nothing any more: its end is told by `ended`.
  child.stdin.on('error', () => undefined);
  const ended = Promise.all([once(child, 'exit'), once(lines, 'close')]).then(() => ({
    killed: child.signalCode === 'SIGKILL',
    code: child.exitCode,
  }));
  return {
    told,
    say: (line) => void child.stdin.write(`${line}\n`),
    kill: () => void child.kill('SIGKILL'),
    isAlive: () => child.exitCode === null && child.signalCode === null,
    ended,
  };
}
