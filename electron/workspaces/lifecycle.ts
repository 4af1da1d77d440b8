import type { Request, Response } from '../../shared/contract/contract.ts';
import type { SecretPlace } from '../../shared/contract/workspaces.ts';
import { done, fail, ok, type Result } from '../../shared/problem.ts';
import { SYNTHETIC_CASES } from '../simulator/synthetic-cases.ts';
import { readCredentials } from '../vault/secrets.ts';
import { judged } from './access.ts';
import { bytesOf } from './place/belongings.ts';
import { createBackups } from './backups/backups.ts';
import { secretsOf } from './keys/database-key.ts';
import type { Door } from './door.ts';
import type { Making } from './making.ts';
import type { WorkspaceParts } from './parts.ts';
import type { WorkspaceFiles } from './record.ts';

/** How workspaces come into being and go. */
export interface Lifecycle {
  create(request: Request<'workspaces.create'>): Promise<Result<{ id: string }>>;
  removal(id: string): Result<Response<'workspaces.removal'>>;
  backUp(id: string, target: string, passphrase: string): Promise<Result<null>>;
  restore(source: string, request: Request<'workspaces.restore'>): Promise<Result<{ id: string }>>;
  remove(id: string): Promise<Result<null>>;
  /**
   * For a workspace that can be opened no more: a new, empty one takes its name and settings. The old one keeps its
   * folder, database and keychain entries under another name, because what reads as lost may only be locked.
   */
  startAfresh(id: string, secretsIn: SecretPlace): Promise<Result<{ id: string }>>;
}

export function createLifecycle(parts: WorkspaceParts, files: WorkspaceFiles, door: Door, making: Making): Lifecycle {
  const { vault, events } = parts;
  const backups = createBackups(parts);

  return {
    create: (request) =>
      door.serial(async () => {
        const record = making.newRecord(request);
        if (making.nameTaken(record.name)) return fail('name_taken');
        const demonstration = record.environment === 'demonstration';
        const allowed = demonstration ? done : judged(record.endpoints, parts.runtime.verified);
        if (!allowed.ok) return allowed;
        const made = await making.make(record, demonstration ? null : request.credentials);
        if (!made.ok) return made;
        const result = await door.open(made.value);
        if (!result.ok) return result;
        if (demonstration) await door.current()?.addCases(SYNTHETIC_CASES);
        return ok({ id: record.id });
      }),

    removal(id) {
      const found = files.find(id);
      if (found === null) return fail('no_workspace');
      const opened = door.current();
      const cases = opened?.id === id ? opened.store.changes.summary().cases : null;
      return ok({ cases, bytes: bytesOf(found.folder), folder: found.folder });
    },

    backUp: (id, target, passphrase) =>
      door.serial(async () => {
        const found = files.find(id);
        return found === null ? fail('no_workspace') : backups.backUp(found, target, passphrase);
      }),

    restore: (source, { passphrase, secretsIn }) =>
      door.serial(async () => {
        const restored = await backups.restore(
          source,
          passphrase,
          secretsIn,
          (about) => making.begin(about, secretsIn, { recoveryWanted: false }),
          ({ file }) => files.delete(file.get().id),
        );
        if (!restored.ok) return restored;
        const made = restored.value;
        const result = await door.open(made);
        return result.ok ? ok({ id: made.file.get().id }) : result;
      }),

    remove: (id) =>
      door.serial(async () => {
        const found = files.find(id);
        if (found === null) return fail('no_workspace');
        const wasInTrouble = door.trouble()?.id === id;
        const wasShown = door.current()?.id === id || wasInTrouble;
        if (wasShown) await door.close();
        if (wasInTrouble) door.setTrouble(null);
        files.change(id, { counts: false });
        const erased = await making.erase(found);
        if (!erased.ok) files.change(id, { counts: true });
        const next = files.all()[0];
        // Nothing opens by itself in place of one that is still there.
        if (!erased.ok && wasShown) door.setTrouble({ id, problem: erased.problem });
        else if (door.current() === null && next !== undefined) await door.open(next);
        events.changed(['app', 'inbox', 'cases', 'activity']);
        return erased;
      }),

    startAfresh: (id, secretsIn) =>
      door.serial(async () => {
        const found = files.find(id);
        if (found === null) return fail('no_workspace');
        const old = found.file.get();
        const kept = await readCredentials(secretsOf(vault, found), old.hasCredentials);
        files.change(id, { name: making.freeName(old.name) });
        const { endpoints, limits, hours, environment } = old;
        const fresh = making.newRecord({ name: old.name, environment, secretsIn, endpoints, limits, hours });
        const made = await making.make(fresh, kept.ok ? kept.value : null);
        if (!made.ok) {
          files.change(id, { name: old.name });
          return made;
        }
        const result = await door.open(made.value);
        return result.ok ? ok({ id: fresh.id }) : result;
      }),
  };
}
