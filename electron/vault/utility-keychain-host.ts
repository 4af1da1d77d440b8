import { utilityProcess } from 'electron';
import { hostEnvironment, type KeychainChild } from './keychain-child.ts';

/** Starts the keychain process as Electron's utility process. Only after the application's `ready`. */
export function utilityKeychainHost(path: string): KeychainChild {
  const child = utilityProcess.fork(path, [], {
    serviceName: 'Caseharbor keychain',
    env: hostEnvironment(process.env),
    // Whatever a library prints there could carry a secret.
    stdio: 'ignore',
  });
  const kill = (): void => {
    // `child.kill()` only sends SIGTERM; it is called too because it also covers a platform without signals.
    try {
      if (child.pid !== undefined) process.kill(child.pid, 'SIGKILL');
    } catch {
      // It ended by itself a moment ago, and `exit` is still to be told: that is what was wanted.
    }
    child.kill();
  };
  let running = true;
  child.once('exit', () => (running = false));
  const end = (): void => {
    if (!running) return;
    // The process has no id until it is up: a kill that comes sooner waits for that.
    if (child.pid === undefined) child.once('spawn', kill);
    else kill();
  };
  // A fatal error in the child. Unheard it would be thrown in this process; `exit` tells it to who waits.
  child.on('error', end);
  return {
    postMessage: (message) => child.postMessage(message),
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) => void child.once('exit', (code) => listener(`code ${code}`)),
    kill: end,
  };
}
