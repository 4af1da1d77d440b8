import { EventEmitter } from 'node:events';
import { expect, it, vi } from 'vitest';
import { utilityKeychainHost } from '../../../electron/vault/utility-keychain-host.ts';

/** As much of Electron's utility process as the host uses. It is not up yet, so it has no id. */
class FakeUtilityProcess extends EventEmitter {
  readonly pid = undefined;
  readonly postMessage = vi.fn();
  readonly kill = vi.fn();
}

const forked: FakeUtilityProcess[] = [];
vi.mock('electron', () => ({
  utilityProcess: {
    fork: () => {
      const child = new FakeUtilityProcess();
      forked.push(child);
      return child;
    },
  },
}));

it('ends a keychain process that reports a fatal error, instead of ending the application with it', () => {
  const host = utilityKeychainHost('keychain-host.js');
  const ends: string[] = [];
  host.onExit((how) => ends.push(how));
  const [child] = forked;
  // Node throws an `error` that nobody listens to.
  expect(child?.emit('error', 'FatalError', 'v8', '{}')).toBe(true);
  child?.emit('spawn');
  expect(child?.kill).toHaveBeenCalled();
  child?.emit('exit', 5);
  expect(ends).toEqual(['code 5']);
});
