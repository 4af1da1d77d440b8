import { spawn } from 'node:child_process';
import { connect, type Page } from './devtools.ts';
import { executable, SWITCHES } from './runtime.ts';

/** A program on the runtime, started by us, with its window. */
export interface Program {
  readonly pid: number;
  readonly page: Page;
  /** When it was started, by `performance.now`. */
  readonly startedAt: number;
  /** Asks it to end as the desktop does, and waits for it. */
  quit(): Promise<void>;
}

/** Starts an application's folder on the runtime and waits for its first page, whatever that shows yet. */
export async function startProgram(folder: string, args: readonly string[]): Promise<Program> {
  const startedAt = performance.now();
  const child = spawn(executable(), [folder, ...SWITCHES, '--remote-debugging-port=0', ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
  });
  const address = await new Promise<string>((resolve, reject) => {
    let said = '';
    child.stderr.on('data', (piece) => {
      said += String(piece);
      const found = /DevTools listening on (ws:\S+)/.exec(said)?.[1];
      if (found !== undefined) resolve(found);
    });
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`The program ended at once:\n${said}`)));
  });
  const tools = await connect(address);
  if (child.pid === undefined) throw new Error('A program that answers has an id');
  return {
    pid: child.pid,
    page: await tools.page,
    startedAt,
    async quit() {
      tools.close();
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** An expression that waits, frame by frame, until another one is true of the page. */
export const untilTrue = (condition: string): string =>
  `new Promise((done) => { const look = () => (${condition}) ? done(true) : requestAnimationFrame(look); look(); })`;
