import { spawn } from 'node:child_process';
import { connect, type Page } from './devtools.ts';
import { executable, SWITCHES } from './runtime.ts';

/** A program that has shown or ended nothing by then has failed, and says why in its own log. */
const LIMIT = 120_000;

/** Ends a wait with words: a program that died in a dialog would be waited for for ever. */
function within<Value>(what: string, work: Promise<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${what}: not within ${LIMIT / 1000} s`)), LIMIT);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

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
  const page = await within('the first page', tools.page);
  return {
    pid: child.pid,
    page: { ...page, evaluate: (expression) => within('the page to answer', page.evaluate(expression)) },
    startedAt,
    async quit() {
      tools.close();
      child.kill('SIGTERM');
      try {
        await within('the program to end', ended);
      } catch (error) {
        child.kill('SIGKILL');
        throw error;
      }
    },
  };
}

/** An expression that waits, frame by frame, until another one is true of the page. */
export const untilTrue = (condition: string): string =>
  `new Promise((done) => { const look = () => (${condition}) ? done(true) : requestAnimationFrame(look); look(); })`;
