import { fork } from 'node:child_process';

/** The keychain process as its parent sees it. Electron's utility process and Node's fork both fit behind it. */
export interface KeychainChild {
  postMessage(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Called once, when the process ended or could not be started. `how` is technical. */
  onExit(listener: (how: string) => void): void;
  /** Ends the process by SIGKILL: a hung call listens to nothing less. Doing it twice does no harm. */
  kill(): void;
}

/** The environment of the keychain process: the C locale, so that error texts are the English ones that we know. */
export const hostEnvironment = (from: NodeJS.ProcessEnv): NodeJS.ProcessEnv => ({
  ...from,
  LC_ALL: 'C',
  LANGUAGE: 'C',
});

/** Starts the keychain process under plain Node. `environment` tells it where the session's bus is. */
export function forkKeychainHost(path: string, environment: NodeJS.ProcessEnv = process.env): KeychainChild {
  const child = fork(path, [], {
    env: hostEnvironment(environment),
    execArgv: [],
    // Whatever a library prints there could carry a secret.
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  let ended = false;
  return {
    postMessage: (message) => {
      // A failed send means that the process is gone, which `onExit` tells.
      child.send(message as object, () => undefined);
    },
    onMessage: (listener) => void child.on('message', listener),
    onExit(listener) {
      const once = (how: string): void => {
        if (ended) return;
        ended = true;
        listener(how);
      };
      child.on('exit', (code, signal) => once(signal ?? `code ${code ?? 'unknown'}`));
      child.on('error', (error) => once(error.name));
    },
    kill: () => void child.kill('SIGKILL'),
  };
}
