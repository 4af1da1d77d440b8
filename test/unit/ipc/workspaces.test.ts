import { expect, it } from 'vitest';
import { workspaceHandlers } from '../../../electron/ipc/workspaces.ts';
import type { Workspaces } from '../../../electron/workspaces/workspaces.ts';
import { done, fail, ok } from '../../../shared/problem.ts';

/** Workspaces that only say what they were asked. */
function listening(): { asked: unknown[]; workspaces: Workspaces } {
  const asked: unknown[] = [];
  const note = (...what: unknown[]) => {
    asked.push(what);
    return Promise.resolve(done);
  };
  const workspaces = {
    list: () => [{ id: 'a', name: 'Office' }],
    backUp: note,
    restore: note,
  } as unknown as Workspaces;
  return { asked, workspaces };
}

const passphrase = 'four unrelated words';
const choosing = (path: string | null) => ({
  whereToSave: () => Promise.resolve(path),
  whichToOpen: () => Promise.resolve(path),
});

it('a dialog that the person cancels asks nothing of the workspaces', async () => {
  const { asked, workspaces } = listening();
  const handlers = workspaceHandlers(workspaces, choosing(null));
  expect(await handlers['workspaces.back_up']({ id: 'a', passphrase }, null)).toEqual(ok(null));
  expect(await handlers['workspaces.restore']({ passphrase, secretsIn: 'keychain' }, null)).toEqual(ok(null));
  expect(asked).toEqual([]);
});

it('while a dialog stands open nothing is asked of the workspaces, so nothing waits for it', async () => {
  const { asked, workspaces } = listening();
  let choose: (path: string) => void = () => undefined;
  const open = new Promise<string>((resolve) => (choose = resolve));
  const handlers = workspaceHandlers(workspaces, { ...choosing(null), whereToSave: () => open });
  const backedUp = handlers['workspaces.back_up']({ id: 'a', passphrase }, null);
  expect(asked).toEqual([]);
  choose('/chosen.caseharbor');
  expect(await backedUp).toEqual(ok({ path: '/chosen.caseharbor' }));
  expect(asked).toEqual([['a', '/chosen.caseharbor', passphrase]]);
});

it('a workspace that is not there is refused before anybody is asked for a place', async () => {
  const handlers = workspaceHandlers(listening().workspaces, choosing('/chosen.caseharbor'));
  expect(await handlers['workspaces.back_up']({ id: 'b', passphrase }, null)).toEqual(fail('no_workspace'));
});
