import { ok } from '../../shared/problem.ts';
import type { OpenWorkspace } from '../workspaces/open-workspace.ts';
import type { Handlers } from './router.ts';

type Names = Extract<keyof Handlers<never>, `trash.${string}`>;

/** As many deleted cases as a person looks through. */
const LISTED = 1000;

export const trashHandlers: Pick<Handlers<OpenWorkspace>, Names> = {
  'trash.what_goes': ({ ids }, { store }) => ok(store.trash.whatGoes(ids)),
  'trash.delete': async ({ ids }, workspace) => ok({ ids: await workspace.deleteCases(ids) }),
  'trash.restore': async ({ ids }, workspace) => ok({ ids: await workspace.restoreCases(ids) }),
  'trash.list': (_request, { store }) => ok({ ...store.trash.deleted(LISTED), purges: store.trash.purges() }),
  'trash.purge': async ({ ids }, workspace) => ok(await workspace.purge(ids)),
};
