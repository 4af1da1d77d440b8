import { ok } from '../../shared/problem.ts';
import type { OpenWorkspace } from '../workspaces/open/open-workspace.ts';
import type { Handlers } from './router.ts';

type Names = Extract<keyof Handlers<never>, `retention.${string}`>;

export const retentionHandlers: Pick<Handlers<OpenWorkspace>, Names> = {
  'retention.state': (_request, { retention }) => ok(retention.state()),
  'retention.set': async (years, { retention }) => ok(await retention.set(years)),
  'retention.hold_of': ({ id }, { store }) => ok(store.retention.holdOf(id)),
  'retention.hold': ({ id, reason }, { retention }) => retention.hold(id, reason),
};
