import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** A session bus seen from outside, and the processes on it. `env` says which: the private desktop's, in tests. */
export interface SessionBus {
  /** The process that owns a well-known name. */
  processOf(name: string): Promise<number>;
  /** Whether a process is connected to the bus. */
  hasProcess(pid: number): Promise<boolean>;
  /** Sets a variable for the programs that the bus starts from now on. */
  setForStarted(variable: string, value: string): Promise<void>;
}

/** Looks at a session bus by `dbus-send`. */
export function sessionBus(env: NodeJS.ProcessEnv): SessionBus {
  const ask = async (method: string, ...content: string[]): Promise<string> => {
    const target = ['--dest=org.freedesktop.DBus', '/org/freedesktop/DBus', `org.freedesktop.DBus.${method}`];
    return (await execute('dbus-send', ['--session', '--print-reply', ...target, ...content], { env })).stdout;
  };
  const processOf = async (name: string): Promise<number> => {
    const answer = await ask('GetConnectionUnixProcessID', `string:${name}`);
    const pid = /uint32 (\d+)/.exec(answer)?.[1];
    if (pid === undefined) throw new Error(`The bus did not say which process ${name} is.`);
    return Number(pid);
  };
  return {
    processOf,
    async hasProcess(pid) {
      const names = (await ask('ListNames')).match(/:\d+\.\d+/g) ?? [];
      // A connection can go between the two questions: dbus-send itself is one.
      const pids = await Promise.allSettled(names.map(processOf));
      return pids.some((found) => found.status === 'fulfilled' && found.value === pid);
    },
    async setForStarted(variable, value) {
      await ask('UpdateActivationEnvironment', `dict:string:string:${variable},${value}`);
    },
  };
}

/** The processes that a process started and that still run. Linux only. */
export function childrenOf(pid: number): number[] {
  const path = `/proc/${pid}/task/${pid}/children`;
  if (!existsSync(path)) return [];
  return readFileSync(path, 'utf8').trim().split(' ').filter(Boolean).map(Number);
}

/** Whether a process runs. One that ended and that nobody asked about yet (a zombie) does not. Linux only. */
export function isRunning(pid: number): boolean {
  const path = `/proc/${pid}/stat`;
  if (!existsSync(path)) return false;
  return !/\) Z /.test(readFileSync(path, 'utf8'));
}
