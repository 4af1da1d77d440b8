import { randomBytes } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Request, Response } from '../../shared/contract/contract.ts';
import type { SecretPlace, WorkspaceView } from '../../shared/contract/workspaces.ts';
import { done, fail, ok, type Problem, type Result } from '../../shared/problem.ts';
import { ENVIRONMENT_DEFAULTS, judgeEndpoint, movesHost, type Endpoints } from '../../shared/service/environment.ts';
import { namesCaseStatus } from '../../shared/service/products.ts';
import { SYNTHETIC_CASES } from '../simulator/synthetic-cases.ts';
import { createUscisClient } from '../uscis/client.ts';
import { readCredentials, writeCredentials, type Credentials } from '../vault/secrets.ts';
import { createBudgetFile } from '../store/pulls/budget-file.ts';
import { endedUnclean } from '../store/check.ts';
import { writeAbout } from './about.ts';
import { createBackupDesk, type BackupDesk } from './backup-desk.ts';
import { createBackups } from './backups.ts';
import { createKeys, type Keys } from './keys.ts';
import { openWorkspace, type OpenWorkspace } from './open-workspace.ts';
import type { WorkspaceParts } from './parts.ts';
import { databasePath, openWorkspaceFiles, viewOf, type WorkspaceFile, type WorkspaceRecord } from './record.ts';
import { createSerial } from './serial.ts';

/** The longest name of a workspace, in characters (shared/contract/fields.ts). */
const LONGEST_NAME = 80;

/** The workspaces of this computer, of which at most one is open. Only the open one is watched. */
export interface Workspaces {
  readonly keys: Keys;
  readonly backups: BackupDesk;
  list(): WorkspaceView[];
  /** The one that is shown: open, or with the problem that kept it from opening. */
  shown(): { id: string; problem: Problem | null } | null;
  /** The products that USCIS named with the open workspace's last token do not hold the one that the calls need. */
  lacksProduct(): boolean;
  /** One is being opened just now: its key is asked for, its database is being read. */
  isOpening(): boolean;
  open(id: string): Promise<Result<null>>;
  /** The open workspace, if it is this one. */
  current(id?: string): OpenWorkspace | null;
  offers(): Promise<Result<Response<'vault.offers'>>>;
  create(request: Request<'workspaces.create'>): Promise<Result<{ id: string }>>;
  rename(id: string, name: string): Result<null>;
  change(id: string, change: Omit<Request<'workspaces.change'>, 'id'>): Promise<Result<null>>;
  setPaused(paused: boolean): void;
  testConnection(request: Request<'workspaces.test_connection'>): Promise<Result<{ products: string[] }>>;
  setCredentials(id: string, credentials: Credentials): Promise<Result<null>>;
  removal(id: string): Result<Response<'workspaces.removal'>>;
  backUp(id: string, target: string, passphrase: string): Promise<Result<null>>;
  restore(source: string, request: Request<'workspaces.restore'>): Promise<Result<{ id: string }>>;
  remove(id: string): Promise<Result<null>>;
  /**
   * For a workspace that can be opened no more: a new, empty one takes its name and settings. The old one keeps its
   * folder, database and keychain entries under another name, because what reads as lost may only be locked.
   */
  startAfresh(id: string, secretsIn: SecretPlace): Promise<Result<{ id: string }>>;
  close(): Promise<void>;
}

export function createWorkspaces(parts: WorkspaceParts): Workspaces {
  const { clock, vault, runtime, events } = parts;
  const budget = createBudgetFile({
    path: join(parts.root, 'budget.db'),
    nativeBinding: runtime.sqliteBinding,
    damaged: (kept) => events.countDamaged(kept),
  });
  const files = openWorkspaceFiles(parts, (kept) => events.damaged(kept));
  const serial = createSerial();
  let opened: OpenWorkspace | null = null;
  let trouble: { id: string; problem: Problem } | null = null;

  let opening = false;

  const closeCurrent = async (): Promise<void> => {
    const closing = opened;
    opened = null;
    await desk.closing();
    await closing?.close();
  };

  /** Opens a workspace in place of the present one. What was in the way before is shown until it is known what is now. */
  const openNow = async (found: WorkspaceFile): Promise<Result<null>> => {
    const { id } = found.file.get();
    opening = true;
    try {
      await closeCurrent();
      const unclean = endedUnclean(databasePath(found.folder));
      const result = await openWorkspace({ ...parts, budget, backUp: (...which) => desk.make(...which) }, files, found);
      trouble = result.ok ? null : { id, problem: result.problem };
      if (!result.ok) return result;
      opened = result.value;
      opened.pulls.start();
      desk.opened(found, unclean);
      return done;
    } finally {
      opening = false;
      events.changed(['app', 'inbox', 'cases', 'activity']);
    }
  };

  const withFile = <Value>(id: string, use: (found: WorkspaceFile) => Value): Value | ReturnType<typeof fail> => {
    const found = files.find(id);
    return found === null ? fail('no_workspace') : use(found);
  };

  const judged = (endpoints: Endpoints): Result<null> => {
    for (const address of [endpoints.tokenUrl, endpoints.apiBase]) {
      const verdict = judgeEndpoint(address, runtime.verified);
      if (verdict !== 'good') return fail(verdict);
    }
    return done;
  };

  const nameTaken = (name: string, except?: string): boolean =>
    files.all().some(({ file }) => file.get().name === name && file.get().id !== except);

  /** A name like this one that no workspace has, and no longer than a name may be. */
  const freeName = (name: string): string => {
    for (let number = 1; ; number += 1) {
      const end = ` (${number})`;
      const tried = `${name.slice(0, LONGEST_NAME - end.length).trimEnd()}${end}`;
      if (!nameTaken(tried)) return tried;
    }
  };

  /** Makes the record of a new workspace, with its credentials in their place; or leaves nothing. */
  const make = async (record: WorkspaceRecord, credentials: Credentials | null): Promise<Result<WorkspaceFile>> => {
    const made = files.make(record);
    if (credentials === null) return ok(made);
    const written = await writeCredentials(vault.open(record.secretsIn, record.id, made.folder), credentials);
    if (!written.ok) {
      files.delete(record.id);
      return written;
    }
    files.change(record.id, { hasCredentials: true });
    return ok(made);
  };

  const newRecord = (request: Omit<Request<'workspaces.create'>, 'credentials'>): WorkspaceRecord => {
    const defaults = ENVIRONMENT_DEFAULTS[request.environment];
    return {
      version: 1,
      id: randomBytes(8).toString('hex'),
      name: request.name,
      environment: request.environment,
      endpoints: request.endpoints ?? defaults.endpoints,
      limits: request.limits ?? defaults.limits,
      hours: request.hours === undefined ? defaults.hours : request.hours,
      secretsIn: request.secretsIn,
      hasDatabaseKey: false,
      hasCredentials: false,
      hasDatabase: false,
      paused: false,
      recoveryWanted: request.environment !== 'demonstration',
      keyChanging: false,
      backupFolder: null,
      toldOn: {},
      createdAt: clock.now(),
    };
  };

  /** Deletes a workspace's secrets and folder. A secret that could not be removed is told, and nothing is deleted. */
  const erase = async ({ folder, file }: WorkspaceFile): Promise<Result<null>> => {
    const { id, secretsIn, hasCredentials, hasDatabaseKey } = file.get();
    const place = vault.open(secretsIn, id, folder);
    for (const [name, stored, gone] of [
      ['credentials', hasCredentials, { hasCredentials: false }],
      ['next_database_key', false, { keyChanging: false }],
      ['database_key', hasDatabaseKey, { hasDatabaseKey: false }],
    ] as const) {
      const removed = await place.remove(name);
      if (!removed.ok) return removed;
      // A locked keychain can answer "not found": only one that works is believed.
      if (!removed.value && stored && secretsIn === 'keychain') {
        const { keychain } = await vault.offers();
        if (!keychain.ok) return keychain;
      }
      files.change(id, gone);
    }
    files.delete(id);
    return done;
  };

  /** The open database is told what its workspace is called and how it asks, so that a backup of it says so. */
  const tellDatabase = (id: string): void => {
    const found = files.find(id);
    if (found !== null && opened?.id === id) writeAbout(opened.store, found.file.get());
  };

  const keepCredentials = async ({ folder, file }: WorkspaceFile, credentials: Credentials): Promise<Result<null>> => {
    const { id, secretsIn } = file.get();
    const written = await writeCredentials(vault.open(secretsIn, id, folder), credentials);
    if (written.ok) files.change(id, { hasCredentials: true });
    return written;
  };

  /** How this workspace asks has changed: its calls begin anew, and the page shows it. */
  const askAnew = async (id: string): Promise<void> => {
    const asking = opened;
    if (asking?.id === id) {
      asking.client.forgetToken();
      await asking.client.learnKey();
      asking.pulls.retry();
    }
    events.changed(['app', 'activity']);
  };

  const backups = createBackups(parts);

  const keys = createKeys(parts, files, {
    serial,
    openId: () => opened?.id ?? null,
    async closeFor(problem) {
      if (opened === null) return;
      trouble = { id: opened.id, problem };
      await closeCurrent();
    },
    open: openNow,
  });

  const desk = createBackupDesk(parts, files, { serial, close: closeCurrent, open: openNow });

  return {
    keys,
    backups: desk,
    list: () => files.all().map(viewOf),
    shown: () => (opened === null ? trouble : { id: opened.id, problem: null }),
    lacksProduct: () => namesCaseStatus(opened?.client.products() ?? []) === false,
    isOpening: () => opening,
    current: (id) => (opened !== null && (id === undefined || id === opened.id) ? opened : null),
    open: (id) => serial(async () => withFile(id, openNow)),
    offers: async () => {
      const { keychain, safeStorage } = await vault.offers();
      return ok({ keychain: keychain.ok ? null : keychain.problem, safeStorage });
    },

    create: (request) =>
      serial(async () => {
        const record = newRecord(request);
        if (nameTaken(record.name)) return fail('name_taken');
        const demonstration = record.environment === 'demonstration';
        const allowed = demonstration ? done : judged(record.endpoints);
        if (!allowed.ok) return allowed;
        const made = await make(record, demonstration ? null : request.credentials);
        if (!made.ok) return made;
        const result = await openNow(made.value);
        if (!result.ok) return result;
        if (demonstration) await opened?.addCases(SYNTHETIC_CASES);
        return ok({ id: record.id });
      }),

    rename(id, name) {
      if (nameTaken(name, id)) return fail('name_taken');
      return withFile(id, () => {
        files.change(id, { name });
        tellDatabase(id);
        events.changed(['app']);
        return done;
      });
    },

    change: (id, { credentials, ...change }) =>
      serial(async () => {
        const found = files.find(id);
        if (found === null) return fail('no_workspace');
        const { environment, endpoints, hasCredentials } = found.file.get();
        if (environment !== 'demonstration') {
          const allowed = judged(change.endpoints);
          if (!allowed.ok) return allowed;
          const moves = hasCredentials && movesHost(endpoints, change.endpoints);
          if (moves && credentials === null) return fail('credentials_needed');
        }
        if (credentials !== null) {
          const written = await keepCredentials(found, credentials);
          if (!written.ok) return written;
        }
        files.change(id, change);
        tellDatabase(id);
        await askAnew(id);
        return done;
      }),

    setPaused(paused) {
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
        const { secretsIn, hasCredentials } = found.file.get();
        const read = await readCredentials(vault.open(secretsIn, found.file.get().id, found.folder), hasCredentials);
        if (!read.ok) return read;
        return read.value === null ? fail('credentials_missing') : ok(read.value);
      };
      // What is stored goes nowhere but where its workspace asks, whoever wants it elsewhere.
      const endpoints = credentials === null && found !== null ? found.file.get().endpoints : typed;
      const allowed = judged(endpoints);
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
      serial(async () => {
        const found = files.find(id);
        if (found === null) return fail('no_workspace');
        const written = await keepCredentials(found, credentials);
        if (written.ok) await askAnew(id);
        return written;
      }),

    removal: (id) =>
      withFile(id, ({ folder }) =>
        ok({ cases: opened?.id === id ? opened.store.changes.summary().cases : null, bytes: sizeOf(folder), folder }),
      ),

    backUp: (id, target, passphrase) =>
      serial(async () => {
        const found = files.find(id);
        return found === null ? fail('no_workspace') : backups.backUp(found, target, passphrase);
      }),

    restore: (source, { passphrase, secretsIn }) =>
      serial(async () => {
        const restored = await backups.restore(
          source,
          passphrase,
          secretsIn,
          (about) => {
            const name = nameTaken(about.name) ? freeName(about.name) : about.name;
            // It counts as having its database from the first: a program killed now leaves a loss to tell, not an empty workspace.
            const record = { ...newRecord({ ...about, name, secretsIn }), paused: true, hasDatabase: true };
            return make({ ...record, recoveryWanted: false }, null);
          },
          ({ file }) => files.delete(file.get().id),
        );
        if (!restored.ok) return restored;
        const made = restored.value;
        const result = await openNow(made);
        return result.ok ? ok({ id: made.file.get().id }) : result;
      }),

    remove: (id) =>
      serial(async () => {
        const found = files.find(id);
        if (found === null) return fail('no_workspace');
        const wasShown = opened?.id === id || trouble?.id === id;
        if (wasShown) await closeCurrent();
        if (trouble?.id === id) trouble = null;
        const erased = await erase(found);
        const next = files.all()[0];
        // Nothing opens by itself in place of one that is still there.
        if (!erased.ok && wasShown) trouble = { id, problem: erased.problem };
        else if (opened === null && next !== undefined) await openNow(next);
        events.changed(['app', 'inbox', 'cases', 'activity']);
        return erased;
      }),

    startAfresh: (id, secretsIn) =>
      serial(async () => {
        const found = files.find(id);
        if (found === null) return fail('no_workspace');
        const old = found.file.get();
        const kept = await readCredentials(vault.open(old.secretsIn, id, found.folder), old.hasCredentials);
        files.change(id, { name: freeName(old.name) });
        const { endpoints, limits, hours, environment } = old;
        const fresh = newRecord({ name: old.name, environment, secretsIn, endpoints, limits, hours });
        const made = await make(fresh, kept.ok ? kept.value : null);
        if (!made.ok) {
          files.change(id, { name: old.name });
          return made;
        }
        const result = await openNow(made.value);
        return result.ok ? ok({ id: fresh.id }) : result;
      }),

    close: () =>
      serial(async () => {
        await closeCurrent();
        budget.close();
      }),
  };
}

const sizeOf = (folder: string): number =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(folder, entry.name)).size, 0);
