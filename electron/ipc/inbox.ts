import { ok } from '../../shared/problem.ts';
import type { OpenWorkspace } from '../workspaces/open/open-workspace.ts';
import type { Handlers } from './router.ts';

type Names = Extract<keyof Handlers<never>, `inbox.${string}`>;

export const inboxHandlers: Pick<Handlers<OpenWorkspace>, Names> = {
  'inbox.list': (request, { store }) => ok(store.changes.list(request)),
  'inbox.summary': (_request, workspace) => ok(workspace.inboxSummary()),
  'inbox.acknowledge': async (which, workspace) => ok({ ids: await workspace.acknowledge(which) }),
};
