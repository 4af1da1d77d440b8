import { systemClock } from '../../../electron/clock.ts';
import { systemRandom } from '../../../electron/random.ts';
import { guardedFetch } from '../../../electron/uscis/fetch.ts';
import { createWorkspaces, type Workspaces } from '../../../electron/workspaces/workspaces.ts';
import type { Topic } from '../../../shared/contract/contract.ts';
import { RUNTIME, STORE_WORKER, vaultInFile } from '../key-office.ts';

interface Hears {
  /** Something that must not happen. */
  fault(what: string): void;
  changed(topics: readonly Topic[]): void;
  announced(workspace: string, changes: readonly number[]): void;
}

/** The whole program below its window: every real part, with a keychain in a file and Node's own `fetch`. */
export function crashOffice(root: string, online: boolean, hears: Hears): Workspaces {
  return createWorkspaces({
    root,
    clock: systemClock,
    random: systemRandom,
    vault: vaultInFile(root).vault,
    fetch: guardedFetch(fetch, false),
    online: () => online,
    runtime: RUNTIME,
    storeWorker: STORE_WORKER,
    version: '0',
    log: {
      info: () => undefined,
      warn: (event, fields) => {
        if (!MAY_BE.has(event)) hears.fault(`${event} ${JSON.stringify(fields ?? {})}`);
      },
      error: (event, problem) => hears.fault(`${event} ${problem instanceof Error ? problem.stack : String(problem)}`),
      file: '',
    },
    zone: () => 'UTC',
    recoveredName: (id) => id,
    events: {
      changed: (topics) => hears.changed(topics),
      announce: (workspace, changes) =>
        hears.announced(
          workspace,
          changes.map(({ id }) => id),
        ),
      stopped: (_workspace, problem) => hears.fault(`the pulls stopped: ${problem.kind}`),
      told: (what, path) => hears.fault(`${what} ${path}`),
      damaged: (kept) => hears.fault(`a damaged file: ${kept}`),
      countDamaged: (kept) => hears.fault(`a damaged count: ${kept}`),
    },
  });
}

/** Nothing is wrong with a busy computer. */
const MAY_BE: ReadonlySet<string> = new Set(['store: slow statement']);
