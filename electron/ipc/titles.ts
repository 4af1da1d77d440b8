import { ok } from '../../shared/problem.ts';
import type { OpenWorkspace } from '../workspaces/open/open-workspace.ts';
import type { Handlers } from './router.ts';

type Names = Extract<keyof Handlers<never>, `titles.${string}`>;

export const titleHandlers: Pick<Handlers<OpenWorkspace>, Names> = {
  'titles.list': (_request, { store }) => ok({ titles: store.titles.list() }),
  'titles.file': ({ key, group }, workspace) => workspace.fileTitle(key, group),
};
