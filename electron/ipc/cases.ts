import { fail, ok } from '../../shared/problem.ts';
import type { OpenWorkspace } from '../workspaces/open/open-workspace.ts';
import type { Handlers } from './router.ts';

type Names = Exclude<Extract<keyof Handlers<never>, `cases.${string}`>, 'cases.export'>;

export const caseHandlers: Pick<Handlers<OpenWorkspace>, Names> = {
  'cases.page': (request, { store, clock }) => ok({ rows: store.cases.page(request, clock.now()) }),
  'cases.count': async ({ filter }, workspace) => ok({ total: await workspace.countCases(filter) }),
  'cases.ids': ({ filter, sort }, { store, clock }) => ok({ ids: store.cases.ids(filter, sort, clock.now()) }),
  'cases.get': ({ id }, { store }) => {
    const found = store.cases.detail(id);
    return found === null ? fail('not_found') : ok(found);
  },
  'cases.raw': ({ observationId }, { store }) => {
    const body = store.cases.rawBody(observationId);
    return body === null ? fail('not_found') : ok({ body });
  },
  'cases.preview': async ({ text }, workspace) => ok({ lines: await workspace.preview(text) }),
  'cases.add': async ({ list, ...office }, workspace) => {
    const { added, lines } = await workspace.addCases(list.split('\n').map((receipt) => ({ receipt, ...office })));
    return ok({ added, refused: lines.filter(({ verdict }) => verdict.kind !== 'new') });
  },
  'cases.change': ({ id, change }, workspace) => workspace.changeCase(id, change),
  'cases.edits': ({ id, limit }, { store }) => {
    const found = store.cases.edits(id, limit);
    return found === null ? fail('not_found') : ok(found);
  },
  'cases.put_back': ({ id, edit }, workspace) => workspace.putBack(id, edit),
  'cases.tags': (_nothing, { store }) => ok({ tags: store.cases.tags() }),
  'cases.tag': async ({ ids, tag, on }, workspace) => ok(await workspace.tag(ids, tag, on)),
  'cases.archive': async ({ ids, archived }, workspace) => ok({ ids: await workspace.archive(ids, archived) }),
};
