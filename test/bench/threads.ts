import { join } from 'node:path';
import { systemClock } from '../../electron/clock.ts';
import { createLogKeeper } from '../../electron/store/log-keeper.ts';
import { openStore } from '../../electron/store/open.ts';
import type { Store } from '../../electron/store/store.ts';

export const KEY = 'd'.repeat(64);

/** The thread of the store, as it stands in the source. */
export const WORKER = { path: join(import.meta.dirname, '../../electron/store/worker.ts') };

/** A store that has its log written back by its thread, as the application's has. */
export function openInThreads(path: string): { readonly store: Store; readonly close: () => Promise<void> } {
  const log = createLogKeeper(WORKER, { path, key: { kind: 'raw', hex: KEY } }, ({ kind }) => {
    throw new Error(kind);
  });
  const opened = openStore({
    path,
    keyHex: KEY,
    createIfMissing: true,
    clock: systemClock,
    writeBack: log.writeBack,
  });
  if (!opened.ok) throw new Error(opened.problem.kind);
  return {
    store: opened.value,
    async close() {
      await log.ended();
      opened.value.close();
    },
  };
}

/** Cases as an office's list has them, evidently invented and in no order. */
export const listOf = (count: number) =>
  Array.from({ length: count }, (_nothing, index) => ({
    receipt: `ZZZ${9_000_000_000 + ((index * 7919) % count) * 1000}`,
    client: `Client number ${index}`,
    label: 'synthetic',
  }));
