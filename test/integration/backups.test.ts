import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { openConnection } from '../../electron/store/connection.ts';
import { listSnapshots, snapshotFile } from '../../electron/store/copies/snapshots.ts';
import { sealSlot, slotPath, writeSlot } from '../../electron/vault/recovery-slot.ts';
import { DAY, HOUR, MINUTE } from '../../shared/clock.ts';
import type { BackupsView } from '../../shared/contract/backups.ts';
import { WATCHED_CASES } from '../../shared/contract/page-lists.ts';
import { codeOf, RANDOM_LENGTH, RECOVERY_GROUPS } from '../../shared/recovery-code.ts';
import { good } from '../support/good.ts';
import { receipt } from '../support/temporary-store.ts';
import { computer, sandbox, type Computer, type Program } from '../unit/workspaces/computer.ts';

const enter = (program: Program, numbers: readonly number[]): Promise<unknown> =>
  program.workspaces
    .current()
    ?.addCases(numbers.map((number) => ({ receipt: receipt(number), client: `Client ${number}`, label: '' }))) ??
  Promise.reject(new Error('nothing is open'));

const cases = (program: Program): number | undefined => program.workspaces.current()?.store.changes.summary().cases;

interface Office {
  readonly machine: Computer;
  readonly program: Program;
  readonly id: string;
  readonly folder: string;
  readonly state: () => BackupsView;
}

async function office(numbers: readonly number[] = [1, 2, 3]): Promise<Office> {
  const machine = computer();
  const program = await machine.start();
  const { id } = good(await program.workspaces.create(sandbox('Office')));
  await enter(program, numbers);
  const state = (): BackupsView => good(program.workspaces.backups.state(id));
  return { machine, program, id, folder: join(machine.root, id), state };
}

describe('a backup that is asked for', () => {
  test('is a checked copy under the key of the workspace, with what is in it and the recovery slot of its day', async () => {
    const { program, id, folder, state, machine } = await office();
    writeFileSync(join(folder, 'recovery.json'), '{"an invented slot": true}');
    const made = good(await program.workspaces.backups.make(id, 'asked'));
    expect(made).toMatchObject({ reason: 'asked', counts: { cases: 3, answers: 0, changes: 0, notes: 0 } });
    expect(made?.hasRecoverySlot).toBe(true);
    expect(state()).toMatchObject({ backups: [made], work: null, problem: null });
    const into = join(folder, 'backups', made?.id ?? '');
    expect(readdirSync(into).sort()).toEqual(['backup.json', 'cases.caseharbor', 'recovery.json']);
    const hex = machine.entries.get(`${id}/database_key`) ?? '';
    const copy = openConnection({ path: join(into, 'cases.caseharbor'), key: { kind: 'raw', hex }, mustExist: true });
    expect(copy.pragma('integrity_check')).toBe('ok');
    copy.close();
    for (const name of readdirSync(into)) expect(readFileSync(join(into, name)).includes('Client 1')).toBe(false);
  });

  test('can be cancelled, and leaves nothing then', async () => {
    const { program, id, folder } = await office();
    const making = program.workspaces.backups.make(id, 'asked');
    await vi.waitFor(() => {
      expect(good(program.workspaces.backups.state(id)).work).not.toBeNull();
    });
    program.workspaces.backups.cancel(id);
    expect(good(await making)).toBeNull();
    const into = join(folder, 'backups');
    expect(existsSync(into) ? readdirSync(into) : []).toEqual([]);
  });

  test('that cannot be written is told, and the ones of before stay', async () => {
    const { program, id, folder, state } = await office();
    good(await program.workspaces.backups.make(id, 'asked'));
    const [first] = state().backups;
    rmSync(join(folder, 'backups'), { recursive: true });
    writeFileSync(join(folder, 'backups'), 'a file in the way');
    expect(await program.workspaces.backups.make(id, 'asked')).toMatchObject({ problem: { kind: 'file_failed' } });
    rmSync(join(folder, 'backups'));
    expect(state().problem?.problem.kind).toBe('file_failed');
    expect(good(await program.workspaces.backups.make(id, 'asked'))).not.toBeNull();
    expect(state()).toMatchObject({ problem: null });
    expect(first).toBeDefined();
  });
});

/** Lets time go by until something holds: what a thread does takes real time. */
async function until(machine: Computer, span: number, holds: () => void): Promise<void> {
  await machine.clock.advance(span);
  await vi.waitFor(
    async () => {
      await machine.clock.advance(MINUTE);
      holds();
    },
    { timeout: 20_000, interval: 20 },
  );
}

describe('by themselves', () => {
  test('one is made soon after the opening, then one a day, and after a sleep at once', async () => {
    const { machine, program, state } = await office();
    await machine.clock.advance(MINUTE);
    expect(state().backups).toEqual([]);
    await until(machine, 2 * MINUTE, () =>
      expect(state()).toMatchObject({ backups: [{ reason: 'daily' }], work: null }),
    );
    await machine.clock.advance(20 * HOUR);
    expect(state().backups).toHaveLength(1);
    await until(machine, 5 * HOUR, () => expect(state()).toMatchObject({ backups: [{}, {}], work: null }));
    // The computer sleeps for three days: timers stand still, the wall clock does not.
    machine.clock.setWall(new Date(machine.clock.now() + 3 * DAY).toISOString());
    program.workspaces.backups.wake();
    await until(machine, 0, () => expect(state()).toMatchObject({ backups: [{}, {}, {}], work: null }));
  });

  test('a clock that is set back a year loses no backup, and the next one is made', async () => {
    const { machine, program, id, state } = await office();
    good(await program.workspaces.backups.make(id, 'asked'));
    machine.clock.setWall('2025-11-02T15:00:00Z');
    program.workspaces.backups.wake();
    await until(machine, 2 * HOUR, () => expect(state()).toMatchObject({ backups: [{}, {}], work: null }));
    expect(state().backups.map(({ reason }) => reason)).toEqual(['asked', 'daily']);
  });

  test('a hundred cases at once are preceded by one', async () => {
    const { program, state } = await office([1]);
    await enter(
      program,
      Array.from({ length: 100 }, (_each, number) => number + 2),
    );
    expect(state().backups).toMatchObject([{ reason: 'before_bulk', counts: { cases: 1 } }]);
    expect(cases(program)).toBe(101);
  });

  test('is made in the very second in which a program was killed over one', async () => {
    const { machine, program, id, folder } = await office();
    const draft = `.draft-${good(await program.workspaces.backups.make(id, 'asked'))?.id}`;
    for (const name of readdirSync(join(folder, 'backups'))) rmSync(join(folder, 'backups', name), { recursive: true });
    mkdirSync(join(folder, 'backups', draft));
    const made = good(await program.workspaces.backups.make(id, 'asked'));
    expect(made?.at).toBe(machine.clock.now() + 1000);
  });

  test('drafts of a program that was killed are cleared away', async () => {
    const { machine, id, folder, state } = await office();
    mkdirSync(join(folder, 'backups', '.draft-20260101T000000Z-daily'), { recursive: true });
    expect(state().backups).toEqual([]);
    const again = await machine.start();
    good(await again.workspaces.open(id));
    expect(readdirSync(join(folder, 'backups'))).toEqual([]);
  });
});

describe('a second folder', () => {
  test('keeps no half copy of a program that was killed, once the disk is there again', async () => {
    const { machine, program, id, state } = await office();
    const disk = join(machine.root, '..', `disk-${randomBytes(4).toString('hex')}`);
    mkdirSync(disk);
    good(await program.workspaces.backups.useFolder(id, disk));
    await program.workspaces.close();
    const place = join(disk, `caseharbor-${id}`);
    mkdirSync(join(place, '.draft-20261101T120000Z-daily'));
    good(await program.workspaces.open(id));
    await until(machine, 0, () => expect(state().second?.state).toBe('copied'));
    expect(readdirSync(place)).toEqual([]);
  });

  test('holds each backup too; unplugged it is told once a day, and caught up with when it is back', async () => {
    const { machine, program, id, state } = await office();
    const disk = join(machine.root, '..', '..', 'disk');
    mkdirSync(disk);
    good(await program.workspaces.backups.make(id, 'asked'));
    good(await program.workspaces.backups.useFolder(id, disk));
    const place = join(disk, `caseharbor-${id}`);
    await until(machine, 0, () => expect(state().second).toMatchObject({ folder: disk, state: 'copied' }));
    expect(listSnapshots(place, 'recovery.json')).toEqual(state().backups);

    rmSync(disk, { recursive: true });
    const made = good(await program.workspaces.backups.make(id, 'asked'));
    expect(state()).toMatchObject({ second: { state: 'missing' }, problem: null });
    await machine.clock.advance(5 * HOUR);
    expect(program.told.filter((what) => what === 'backup_place_away')).toHaveLength(1);
    await until(machine, DAY, () => {
      expect(program.told.filter((what) => what === 'backup_place_away')).toHaveLength(2);
    });

    mkdirSync(disk);
    program.workspaces.backups.wake();
    await until(machine, 0, () => expect(state().second?.state).toBe('copied'));
    expect(existsSync(snapshotFile(place, state().backups[0]?.id ?? ''))).toBe(true);
    expect(made).not.toBeNull();
    good(program.workspaces.backups.forgetFolder(id));
    await until(machine, 0, () => expect(state().second).toBeNull());
  });
});

describe('a restore', () => {
  test('shows first what is newer here, saves the present state, and can be undone', async () => {
    const { program, id, state } = await office();
    const made = good(await program.workspaces.backups.make(id, 'asked'));
    await enter(program, [4, 5]);
    const [first] = program.workspaces.current()?.store.cases.ids(WATCHED_CASES, BY_RECEIPT, NOW) ?? [];
    expect(program.workspaces.current()?.changeCase(first ?? 0, { notes: 'An invented note' })).toMatchObject({
      ok: true,
    });
    const preview = good(await program.workspaces.backups.preview(id, made?.id ?? ''));
    expect(preview).toEqual({ backup: made, newer: { cases: 2, answers: 0, changes: 0, notes: 1, edited: 0 } });

    const restored = good(await program.workspaces.backups.restore(id, made?.id ?? ''));
    expect(cases(program)).toBe(3);
    expect(restored.keptIn).toBeNull();
    expect(state().backups.find(({ id: each }) => each === restored.saved)).toMatchObject({
      reason: 'before_restore',
      counts: { cases: 5, notes: 1 },
    });
    good(await program.workspaces.backups.restore(id, restored.saved ?? ''));
    expect(cases(program)).toBe(5);
  });

  test('takes the place of a damaged database, whose file is kept', async () => {
    const { machine, program, id, folder } = await office();
    const made = good(await program.workspaces.backups.make(id, 'asked'));
    await program.workspaces.close();
    const bytes = readFileSync(join(folder, 'cases.db'));
    bytes.fill(0, 0, 4096);
    writeFileSync(join(folder, 'cases.db'), bytes);
    const again = await machine.start();
    expect(await again.workspaces.open(id)).toMatchObject({ problem: { kind: 'database_unreadable' } });
    expect(good(await again.workspaces.backups.preview(id, made?.id ?? '')).newer).toBeNull();
    const restored = good(await again.workspaces.backups.restore(id, made?.id ?? ''));
    expect(restored.saved).toBeNull();
    expect(readFileSync(join(restored.keptIn ?? '', 'cases.db')).equals(bytes)).toBe(true);
    expect(cases(again)).toBe(3);
  });

  test('of a damaged backup is refused, and nothing was touched', async () => {
    const { program, id, folder, state } = await office();
    const made = good(await program.workspaces.backups.make(id, 'asked'));
    const file = snapshotFile(join(folder, 'backups'), made?.id ?? '');
    const bytes = readFileSync(file);
    bytes.fill(1, 20_000, 20_400);
    writeFileSync(file, bytes);
    await enter(program, [4]);
    expect(await program.workspaces.backups.restore(id, made?.id ?? '')).toMatchObject({
      problem: { kind: 'database_unreadable' },
    });
    expect(cases(program)).toBe(4);
    expect(state().backups).toHaveLength(1);
  });
});

const BY_RECEIPT = { by: 'receipt', descending: false } as const;
const NOW = 1 as never;

describe('a repair', () => {
  test('makes a database of what reads and of the backup, keeps the damaged file, and says so in numbers', async () => {
    const { machine, program, id, folder } = await office(Array.from({ length: 60 }, (_each, number) => number));
    good(await program.workspaces.backups.make(id, 'asked'));
    await enter(program, [100]);
    await program.workspaces.close();
    const bytes = readFileSync(join(folder, 'cases.db'));
    bytes.fill(0, 0, 4096);
    writeFileSync(join(folder, 'cases.db'), bytes);
    const again = await machine.start();
    expect(await again.workspaces.open(id)).toMatchObject({ problem: { kind: 'database_unreadable' } });
    const outcome = good(await again.workspaces.backups.repair(id));
    expect(outcome).toMatchObject({
      parts: { unreadable: 1 },
      fromFile: { cases: 61 },
      lost: { cases: 0, answers: 0, changes: 0, notes: 0 },
    });
    expect(cases(again)).toBe(61);
    expect(readFileSync(join(outcome.keptIn, 'cases.db')).equals(bytes)).toBe(true);
  });

  test('of a file that holds nothing, with no backup, changes nothing and says so', async () => {
    const { machine, program, id, folder } = await office();
    await program.workspaces.close();
    writeFileSync(join(folder, 'cases.db'), 'a letter, and no database'.repeat(1000));
    const again = await machine.start();
    await again.workspaces.open(id);
    expect(await again.workspaces.backups.repair(id)).toMatchObject({ problem: { kind: 'database_unreadable' } });
    expect(readFileSync(join(folder, 'cases.db'), 'utf8')).toContain('a letter');
    expect(readdirSync(folder).filter((name) => name.startsWith('damaged'))).toEqual([]);
  });

  test('is offered for damage that only an unclean end lets be looked for', async () => {
    const { machine, program, id, folder, state } = await office(Array.from({ length: 60 }, (_each, number) => number));
    await program.workspaces.close();
    const bytes = readFileSync(join(folder, 'cases.db'));
    // The last page: nothing reads it when a workspace is opened.
    bytes.fill(0, bytes.length - 4096);
    writeFileSync(join(folder, 'cases.db'), bytes);
    writeFileSync(join(folder, 'cases.db-wal'), Buffer.alloc(64));
    const again = await machine.start();
    const opened = await again.workspaces.open(id);
    expect(opened.ok).toBe(true);
    await until(machine, 0, () => {
      expect(good(again.workspaces.backups.state(id)).problem?.problem.kind).toBe('database_damaged');
    });
    expect(again.told).toEqual(['database_damaged']);
    expect(state).toBeDefined();
  });
});

test('on another computer the recovery code opens a backup, and a wrong one opens nothing', async () => {
  const { program, id, folder, machine } = await office();
  const code = codeOf(Array.from({ length: RECOVERY_GROUPS * RANDOM_LENGTH }, (_each, index) => index % 32));
  const keys = [machine.entries.get(`${id}/database_key`) ?? ''];
  const slot = await sealSlot({ workspace: id, madeAt: machine.clock.now(), code, keys }, randomBytes);
  good(writeSlot(slotPath(folder), slot));
  const made = good(await program.workspaces.backups.make(id, 'asked'));
  const source = snapshotFile(join(folder, 'backups'), made?.id ?? '');

  const other = await computer().start();
  const wrong = codeOf(Array.from({ length: RECOVERY_GROUPS * RANDOM_LENGTH }, () => 7));
  expect(await other.workspaces.restore(source, { passphrase: wrong, secretsIn: 'keychain' })).toMatchObject({
    problem: { kind: 'code_wrong' },
  });
  expect(other.workspaces.list()).toEqual([]);
  good(await other.workspaces.restore(source, { passphrase: code.toLowerCase(), secretsIn: 'keychain' }));
  expect(cases(other)).toBe(3);
});
