import type { Request } from '../../shared/contract/contract.ts';
import { done, fail, ok, type Result } from '../../shared/problem.ts';
import { judgeEndpoint, movesHost, type Endpoints } from '../../shared/service/environment.ts';
import { namesCaseStatus } from '../../shared/service/products.ts';
import { createUscisClient } from '../uscis/client.ts';
import { readCredentials, writeCredentials, type Credentials } from '../vault/secrets.ts';
import { writeAbout } from './about.ts';
import { secretsOf } from './keys/database-key.ts';
import type { Door } from './door.ts';
import type { WorkspaceParts } from './parts.ts';
import type { WorkspaceFile, WorkspaceFiles } from './record.ts';

/** How a workspace asks USCIS: where, with what, how often. */
export interface Access {
  /** The products that USCIS named with the open workspace's last token do not hold the one that the calls need. */
  lacksProduct(): boolean;
  change(id: string, change: Omit<Request<'workspaces.change'>, 'id'>): Promise<Result<null>>;
  setPaused(paused: boolean): void;
  testConnection(request: Request<'workspaces.test_connection'>): Promise<Result<{ products: string[] }>>;
  setCredentials(id: string, credentials: Credentials): Promise<Result<null>>;
}

export function createAccess(parts: WorkspaceParts, files: WorkspaceFiles, door: Door): Access {
  const { clock, vault, events, runtime } = parts;

  const keepCredentials = async (workspace: WorkspaceFile, credentials: Credentials): Promise<Result<null>> => {
    const written = await writeCredentials(secretsOf(vault, workspace), credentials);
    if (written.ok) files.change(workspace.file.get().id, { hasCredentials: true });
    return written;
  };

  /** How this workspace asks has changed: its calls begin anew, and the page shows it. */
  const askAnew = async (id: string): Promise<void> => {
    const asking = door.current();
    if (asking?.id === id) {
      asking.client.forgetToken();
      await asking.client.learnKey();
      asking.pulls.retry();
    }
    events.changed(['app', 'activity']);
  };

  return {
    lacksProduct: () => namesCaseStatus(door.current()?.client.products() ?? []) === false,

    change: (id, { credentials, ...change }) =>
      door.serial(async () => {
        const found = files.find(id);
        if (found === null) return fail('no_workspace');
        const { environment, endpoints, hasCredentials } = found.file.get();
        if (environment !== 'demonstration') {
          const allowed = judged(change.endpoints, runtime.verified);
          if (!allowed.ok) return allowed;
          const moves = hasCredentials && movesHost(endpoints, change.endpoints);
          if (moves && credentials === null) return fail('credentials_needed');
        }
        if (credentials !== null) {
          const written = await keepCredentials(found, credentials);
          if (!written.ok) return written;
        }
        files.change(id, change);
        tellDatabase(door, files, id);
        await askAnew(id);
        return done;
      }),

    setPaused(paused) {
      const opened = door.current();
      if (opened === null) return;
      files.change(opened.id, { paused });
      if (paused) opened.pulls.pause();
      else opened.pulls.resume();
      events.changed(['app', 'activity', 'inbox']);
    },

    async testConnection({ id, endpoints: typed, credentials }) {
      const found = id === null ? null : files.find(id);
      const stored = async (): Promise<Result<Credentials>> => {
        if (found === null) return fail('credentials_missing');
        const read = await readCredentials(secretsOf(vault, found), found.file.get().hasCredentials);
        if (!read.ok) return read;
        return read.value === null ? fail('credentials_missing') : ok(read.value);
      };
      // What is stored goes nowhere but where its workspace asks, whoever wants it elsewhere.
      const endpoints = credentials === null && found !== null ? found.file.get().endpoints : typed;
      const allowed = judged(endpoints, runtime.verified);
      if (!allowed.ok) return allowed;
      const client = createUscisClient({
        endpoints: () => endpoints,
        credentials: credentials === null ? stored : () => Promise.resolve(ok(credentials)),
        fetch: parts.fetch,
        clock,
      });
      return client.testConnection();
    },

    setCredentials: (id, credentials) =>
      door.serial(async () => {
        const found = files.find(id);
        if (found === null) return fail('no_workspace');
        const written = await keepCredentials(found, credentials);
        if (written.ok) await askAnew(id);
        return written;
      }),
  };
}

/** May calls go there from this runtime? `verified`: it is the one that was published. */
export function judged(endpoints: Endpoints, verified: boolean): Result<null> {
  for (const address of [endpoints.tokenUrl, endpoints.apiBase]) {
    const verdict = judgeEndpoint(address, verified);
    if (verdict !== 'good') return fail(verdict);
  }
  return done;
}

/** The open database is told what its workspace is called and how it asks, so that a backup of it says so. */
export function tellDatabase(door: Door, files: WorkspaceFiles, id: string): void {
  const [found, opened] = [files.find(id), door.current()];
  if (found !== null && opened?.id === id) writeAbout(opened.store, found.file.get());
}
