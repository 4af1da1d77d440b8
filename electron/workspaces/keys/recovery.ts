import { instant } from '../../../shared/clock.ts';
import type { KeysView } from '../../../shared/contract/keys.ts';
import { fail, ok, type Result } from '../../../shared/problem.ts';
import type { Random } from '../../../shared/random.ts';
import { groupsOfCode, readGroup, type RecoveryCode } from '../../../shared/recovery-code.ts';
import { keyThatFits } from '../../store/copies/change-key.ts';
import { openSlot, readSlot } from '../../vault/recovery-slot.ts';

/**
 * The key of a database file by a slot file and a code: of a workspace, or of a backup with its slot beside it. `salt`: see
 * `keyThatFits`.
 * `recovery_missing`, `_damaged`, `_newer`: the slot; `code_wrong`; `database_unreadable`: the code is right, but no key in
 * the slot opens this file.
 */
export async function keyByCode(
  database: string,
  slotFile: string,
  code: RecoveryCode,
  nativeBinding: string | undefined,
  salt: string | null = null,
): Promise<Result<string>> {
  const slot = readSlot(slotFile);
  if (!slot.ok) return slot;
  if (slot.value === null) return fail('recovery_missing');
  const keys = await openSlot(slot.value, code);
  return keys.ok ? keyThatFits(database, keys.value, nativeBinding, salt) : keys;
}

/** What a person may know of a slot. */
export function slotView(slotFile: string): KeysView['recovery'] {
  const slot = readSlot(slotFile);
  if (!slot.ok) return { kind: 'unusable', problem: slot.problem };
  return slot.value === null ? { kind: 'none' } : { kind: 'made', madeAt: instant(slot.value.madeAt) };
}

/** How many groups are asked for, as proof that the code was kept. */
const ASKED = 2;

/** The codes that were shown and not yet confirmed. They are nowhere but here: closing the program forgets them. */
export interface NewCodes {
  /** A fresh code for a workspace, in place of the one that was shown before; and which groups (from 0) to type back. */
  show(workspace: string): { groups: string[]; asked: number[] };
  /** The code, if these are the groups that were asked for. It stays until it is forgotten. */
  confirm(workspace: string, typed: readonly string[]): Result<RecoveryCode>;
  forget(workspace: string): void;
}

export function createNewCodes(make: () => RecoveryCode, random: Random): NewCodes {
  const shown = new Map<string, { readonly code: RecoveryCode; readonly asked: readonly number[] }>();
  return {
    show(workspace) {
      const code = make();
      const groups = groupsOfCode(code);
      const asked = someOf(groups.length, ASKED, random);
      shown.set(workspace, { code, asked });
      return { groups, asked };
    },
    confirm(workspace, typed) {
      const found = shown.get(workspace);
      if (found === undefined) return fail('code_unconfirmed');
      const groups = groupsOfCode(found.code);
      const right =
        typed.length === found.asked.length &&
        found.asked.every((index, turn) => readGroup(typed[turn] ?? '', index) === groups[index]);
      return right ? ok(found.code) : fail('code_unconfirmed');
    },
    forget(workspace) {
      shown.delete(workspace);
    },
  };
}

/** Some of the numbers below `count`, each once, in their order. */
function someOf(count: number, some: number, random: Random): number[] {
  const left = Array.from({ length: count }, (_nothing, index) => index);
  const chosen = Array.from({ length: some }, () => left.splice(Math.floor(random.next() * left.length), 1)[0] ?? 0);
  return chosen.sort((a, b) => a - b);
}
