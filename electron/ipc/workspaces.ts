import type { Workspaces } from '../workspaces/workspaces.ts';
import type { Handlers } from './router.ts';

type Names = Extract<keyof Handlers<never>, `workspaces.${string}`> | 'vault.offers';

export function workspaceHandlers<Current>(workspaces: Workspaces): Pick<Handlers<Current>, Names> {
  return {
    'vault.offers': () => workspaces.offers(),
    'workspaces.create': (request) => workspaces.create(request),
    'workspaces.open': ({ id }) => workspaces.open(id),
    'workspaces.rename': ({ id, name }) => workspaces.rename(id, name),
    'workspaces.change': ({ id, ...change }) => workspaces.change(id, change),
    'workspaces.test_connection': (request) => workspaces.testConnection(request),
    'workspaces.set_credentials': ({ id, credentials }) => workspaces.setCredentials(id, credentials),
    'workspaces.removal': ({ id }) => workspaces.removal(id),
    'workspaces.back_up': ({ id, passphrase }) => workspaces.backUp(id, passphrase),
    'workspaces.restore': (request) => workspaces.restore(request),
    'workspaces.remove': ({ id }) => workspaces.remove(id),
    'workspaces.start_afresh': ({ id, secretsIn }) => workspaces.startAfresh(id, secretsIn),
  };
}
