import { done } from '../../shared/problem.ts';
import type { Holdings } from '../workspaces/keeping/holdings.ts';
import type { Handlers } from './router.ts';

type Names = Extract<keyof Handlers<never>, `holdings.${string}`>;

/** `clearRuntime` has Chromium empty its caches, which are its own business. */
export function holdingsHandlers<Current>(
  holdings: Holdings,
  clearRuntime: () => Promise<void>,
): Pick<Handlers<Current>, Names> {
  return {
    'holdings.count': () => holdings.count(),
    'holdings.remove_backup': (request) => holdings.removeBackup(request),
    'holdings.clear': async ({ what, id }) => {
      if (what !== 'runtime') return holdings.clear(what, id);
      await clearRuntime();
      return done;
    },
  };
}
