import type { Request, Response } from '../../../shared/contract/contract.ts';
import type { KeysView } from '../../../shared/contract/keys.ts';
import type { SecretPlace } from '../../../shared/contract/workspaces.ts';
import { done, fail, ok, type Result } from '../../../shared/problem.ts';
import { readRecoveryCode } from '../../../shared/recovery-code.ts';
import type { Log } from '../../log.ts';
import { readSlot, slotPath, writeSlot } from '../../vault/recovery-slot.ts';
import { readCredentials, writeCredentials } from '../../vault/secrets.ts';
import { createAttempts, type WrongCodes } from './attempts.ts';
import { databaseKey, secretsOf } from './database-key.ts';
import type { Door } from '../door.ts';
import { changeDatabaseKey } from './key-change.ts';
import type { WorkspaceParts } from '../parts.ts';
import { createNewCodes, keyByCode, slotView } from './recovery.ts';
import { databasePath, type WorkspaceFile, type WorkspaceFiles } from '../record.ts';

/** The keys of the workspaces: recovery codes, key changes, locking. */
export interface Keys {
  view(id: string): Result<KeysView>;
  newCode(id: string): Result<Response<'keys.new_code'>>;
  forgetCode(id: string): Result<null>;
  confirmCode(id: string, typed: readonly string[]): Promise<Result<null>>;
  change(id: string, typed: readonly string[]): Promise<Result<null>>;
  openWithCode(request: Request<'keys.open_with_code'>): Promise<Result<Response<'keys.open_with_code'>>>;
  /** `lock_needs_code`: nothing could open it again. Where none is open there is nothing to lock. */
  lock(): Promise<Result<null>>;
}

export function createKeys(parts: WorkspaceParts, files: WorkspaceFiles, door: Door): Keys {
  const { clock, vault, events, runtime } = parts;
  const codes = createNewCodes(() => vault.newRecoveryCode(), parts.random);
  const attempts = createAttempts(clock, wrongCodesIn(files, parts.log));
  const openId = (): string | null => door.current()?.id ?? null;
  let changing: { readonly id: string; readonly progress: number } | null = null;

  const within = <Value>(id: string, use: (found: WorkspaceFile) => Value): Value | ReturnType<typeof fail> => {
    const found = files.find(id);
    return found === null ? fail('no_workspace') : use(found);
  };
  const tell = (id: string, progress: number | null): void => {
    changing = progress === null ? null : { id, progress };
    events.changed(['app']);
  };

  /** Puts the key back into the vault, and the credentials beside it. Those that are gone too have to be entered again. */
  const putBack = async (workspace: WorkspaceFile, key: string, secretsIn: SecretPlace): Promise<Result<null>> => {
    const { home, file } = workspace;
    const { id, secretsIn: before, hasCredentials } = file.get();
    const place = vault.open(secretsIn, id, home);
    const written = await place.write('database_key', key);
    if (!written.ok) return written;
    const kept = await readCredentials(secretsOf(vault, workspace), hasCredentials);
    const held = kept.ok ? kept.value : null;
    if (held !== null && secretsIn !== before) {
      const moved = await writeCredentials(place, held);
      if (!moved.ok) return moved;
    }
    files.change(id, { secretsIn, hasDatabaseKey: true, hasCredentials: held !== null });
    return done;
  };

  return {
    view: (id) =>
      within(id, ({ folder, file }) =>
        ok({
          secretsIn: file.get().secretsIn,
          system: SYSTEMS[process.platform] ?? 'linux',
          recovery: slotView(slotPath(folder)),
          wait: attempts.wait(id),
          keyChange: changing?.id === id ? changing.progress : null,
        }),
      ),

    newCode: (id) => within(id, () => ok(codes.show(id))),

    forgetCode(id) {
      codes.forget(id);
      return done;
    },

    confirmCode: (id, typed) =>
      door.serial(async () => {
        const found = files.find(id);
        if (found === null) return fail('no_workspace');
        const code = codes.confirm(id, typed);
        if (!code.ok) return code;
        const key = await databaseKey(parts, files, secretsOf(vault, found), found);
        if (!key.ok) return key;
        const sealing = { workspace: id, madeAt: clock.now(), code: code.value, keys: [key.value] };
        const written = writeSlot(slotPath(found.folder), await vault.sealSlot(sealing));
        if (!written.ok) return written;
        codes.forget(id);
        files.change(id, { recoveryWanted: false });
        events.changed(['app']);
        return done;
      }),

    change: (id, typed) =>
      door.serial(async () => {
        const found = files.find(id);
        if (found === null || openId() !== id) return fail('no_workspace');
        const code = codes.confirm(id, typed);
        if (!code.ok) return code;
        tell(id, 0);
        try {
          await door.closeFor({ kind: 'key_changing' });
          const onProgress = (progress: number): void => tell(id, progress);
          const changed = await changeDatabaseKey(parts, files, found, code.value, { onProgress });
          codes.forget(id);
          const opened = await door.open(found);
          return changed.ok ? opened : changed;
        } finally {
          tell(id, null);
        }
      }),

    openWithCode: ({ id, code: typed, secretsIn }) =>
      door.serial(async () => {
        const found = files.find(id);
        if (found === null) return fail('no_workspace');
        const wait = attempts.wait(id);
        if (wait > 0) return ok({ outcome: 'wait', wait });
        const read = readRecoveryCode(typed);
        if (read.kind !== 'good') return fail('code_unreadable');
        const { folder, file } = found;
        attempts.trying(id);
        const { sqliteBinding } = runtime;
        const key = await keyByCode(databasePath(folder), slotPath(folder), read.code, sqliteBinding, file.get().salt);
        if (!key.ok && key.problem.kind === 'code_wrong') {
          events.changed(['app']);
          return ok({ outcome: 'wrong', wait: attempts.wait(id) });
        }
        attempts.forgive(id);
        if (!key.ok) return key;
        const back = await putBack(found, key.value, secretsIn);
        if (!back.ok) return back;
        const opened = await door.open(found);
        return opened.ok ? ok({ outcome: 'opened', wait: 0 }) : opened;
      }),

    lock: () =>
      door.serial(async () => {
        const id = openId();
        const found = id === null ? null : files.find(id);
        if (found === null) return done;
        const isInMemory = found.file.get().secretsIn === 'session';
        if (isInMemory) {
          const slot = readSlot(slotPath(found.folder));
          if (!slot.ok || slot.value === null) return fail('lock_needs_code');
        }
        await door.closeFor({ kind: 'locked' });
        if (isInMemory) await secretsOf(vault, found).remove('database_key');
        events.changed(['app', 'inbox', 'cases', 'activity']);
        return done;
      }),
  };
}

/** In the workspace's own file, so that the next program goes on counting. Where that cannot be written this one does, alone. */
function wrongCodesIn(files: WorkspaceFiles, log: Log): WrongCodes {
  const unwritten = new Map<string, number>();
  return {
    get: (id) => unwritten.get(id) ?? files.find(id)?.file.get().wrongCodes ?? 0,
    set(id, wrongCodes) {
      unwritten.set(id, wrongCodes);
      try {
        files.change(id, { wrongCodes });
        unwritten.delete(id);
      } catch (error) {
        log.error('keys: a try was not written down', error);
      }
    },
  };
}

const SYSTEMS: Partial<Record<NodeJS.Platform, KeysView['system']>> = { darwin: 'mac', win32: 'windows' };
