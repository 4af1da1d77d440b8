import { done, ok } from '../../shared/problem.ts';
import type { OpenWorkspace } from '../workspaces/open/open-workspace.ts';
import type { Handlers } from './router.ts';

type Names = Extract<keyof Handlers<never>, `pulls.${string}`>;

/** `pause` and `resume` are of the workspace's record as well, so that they outlast the program. */
export function pullHandlers(setPaused: (paused: boolean) => void): Pick<Handlers<OpenWorkspace>, Names> {
  return {
    'pulls.activity': (_request, { pulls }) => ok(pulls.activity()),
    'pulls.log': ({ limit }, { store }) => ok({ pulls: store.pulls.log(limit) }),
    'pulls.errors': ({ limit }, { store }) => ok({ errors: store.pulls.errors(limit) }),
    'pulls.check_now': async ({ ids }, workspace) => ok({ queued: await workspace.checkNow(ids) }),
    'pulls.try_again': (_request, { pulls }) => {
      pulls.retry();
      return done;
    },
    'pulls.pause': () => {
      setPaused(true);
      return done;
    },
    'pulls.resume': () => {
      setPaused(false);
      return done;
    },
  };
}
