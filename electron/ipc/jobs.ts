import { done, ok } from '../../shared/problem.ts';
import type { OpenWorkspace } from '../workspaces/open/open-workspace.ts';
import type { Handlers } from './router.ts';

type Names = Extract<keyof Handlers<never>, `jobs.${string}`>;

export const jobHandlers: Pick<Handlers<Pick<OpenWorkspace, 'jobs'>>, Names> = {
  'jobs.state': (_request, { jobs }) => ok(jobs.state()),
  'jobs.cancel': (_request, { jobs }) => {
    jobs.cancel();
    return done;
  },
};
