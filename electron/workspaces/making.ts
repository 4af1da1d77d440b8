import { randomBytes } from 'node:crypto';
import type { Request } from '../../shared/contract/contract.ts';
import type { SecretPlace } from '../../shared/contract/workspaces.ts';
import { done, ok, type Result } from '../../shared/problem.ts';
import { ENVIRONMENT_DEFAULTS } from '../../shared/service/environment.ts';
import { writeCredentials, type Credentials } from '../vault/secrets.ts';
import type { About } from './about.ts';
import { secretsOf } from './keys/database-key.ts';
import type { WorkspaceParts } from './parts.ts';
import type { WorkspaceFile, WorkspaceFiles, WorkspaceRecord } from './record.ts';

/** The longest name of a workspace, in characters (shared/contract/fields.ts). */
const LONGEST_NAME = 80;

/** Makes the folders of workspaces, with their names and secrets, and takes them away again. */
export interface Making {
  nameTaken(name: string, except?: string): boolean;
  /** A name like this one that no workspace has, and no longer than a name may be. */
  freeName(name: string): string;
  /** What a new workspace's own file says, with a new id. */
  newRecord(request: Omit<Request<'workspaces.create'>, 'credentials'>): WorkspaceRecord;
  /** Makes the record of a new workspace, with its credentials in their place; or leaves nothing. */
  make(record: WorkspaceRecord, credentials: Credentials | null): Promise<Result<WorkspaceFile>>;
  /** Makes the record of a workspace whose database comes from elsewhere. It counts when `takeIn` has put that into it. */
  begin(about: About, secretsIn: SecretPlace, more?: Partial<WorkspaceRecord>): Promise<Result<WorkspaceFile>>;
  /**
   * Deletes a workspace's secrets and folder. A secret that could not be removed is told, and no file is deleted. What is killed
   * meanwhile is gone on with by the next start.
   */
  erase(workspace: WorkspaceFile): Promise<Result<null>>;
}

export function createMaking({ clock, vault }: WorkspaceParts, files: WorkspaceFiles): Making {
  const nameTaken = (name: string, except?: string): boolean =>
    files.all().some(({ file }) => file.get().name === name && file.get().id !== except);

  const making: Making = {
    nameTaken,
    freeName(name) {
      for (let number = 1; ; number += 1) {
        const end = ` (${number})`;
        const tried = `${name.slice(0, LONGEST_NAME - end.length).trimEnd()}${end}`;
        if (!nameTaken(tried)) return tried;
      }
    },
    newRecord(request) {
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
        wrongCodes: 0,
        movedTo: null,
        leftovers: [],
        drafts: [],
        salt: null,
        backupFolder: null,
        toldOn: {},
        counts: true,
        createdAt: clock.now(),
      };
    },
    async make(record, credentials) {
      const made = files.make(record);
      if (credentials === null) return ok(made);
      const written = await writeCredentials(secretsOf(vault, made), credentials);
      if (!written.ok) {
        files.delete(record.id);
        return written;
      }
      files.change(record.id, { hasCredentials: true });
      return ok(made);
    },
    begin(about, secretsIn, more = {}) {
      const name = nameTaken(about.name) ? making.freeName(about.name) : about.name;
      const record = making.newRecord({ ...about, name, secretsIn });
      const there = { paused: true, hasDatabaseKey: true, hasDatabase: true, counts: false };
      return making.make({ ...record, ...there, ...more }, null);
    },
    async erase(workspace) {
      const { id, secretsIn, hasCredentials, hasDatabaseKey } = workspace.file.get();
      const place = secretsOf(vault, workspace);
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
    },
  };
  return making;
}
