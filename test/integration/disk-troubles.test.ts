import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { openConnection } from '../../electron/store/connection.ts';
import { openStore } from '../../electron/store/open.ts';
import { mayPass } from '../../electron/store/problems.ts';
import { MIGRATIONS } from '../../electron/store/schema/steps.ts';
import type { Store } from '../../electron/store/store.ts';
import { DAY, instant } from '../../shared/clock.ts';
import { good } from '../support/good.ts';
import { makeOldDatabase } from '../support/old-databases.ts';
import { MAY_MOUNT, smallDisk, type SmallDisk } from '../support/small-disk.ts';
import { addCase, content, KEY, NOON, receipt, status, temporaryFolder } from '../support/temporary-store.ts';
import { computer, sandbox, type Computer, type Program } from '../unit/workspaces/computer.ts';

/** Mounting, threads and processes, on a computer that may be busy. */
vi.setConfig({ testTimeout: 120_000 });

const NEWEST = MIGRATIONS.at(-1)?.version ?? 0;

const openAt = (path: string, createIfMissing = false) => openStore({ path, keyHex: KEY, createIfMissing });

/** Reads a database through, without the program. */
function look(path: string): { version: unknown; answers: unknown } {
  const connection = openConnection({ path, key: { kind: 'raw', hex: KEY }, mustExist: true });
  try {
    expect(connection.pragma('integrity_check')).toBe('ok');
    expect(connection.pragma('foreign_key_check')).toBeUndefined();
    const found = connection.statement<object, { answers: number }>(
      'answers',
      'SELECT count(*) AS answers FROM checks WHERE answer IS NOT NULL',
    );
    return { version: connection.pragma('user_version'), answers: found.get({})?.answers };
  } finally {
    connection.close();
  }
}

interface Office {
  readonly machine: Computer;
  readonly program: Program;
  readonly id: string;
  /** Where the workspace lies, on the disk. */
  readonly lies: string;
}

/** A workspace with a case, which was moved to a disk. */
async function officeOn(folder: string): Promise<Office> {
  const machine = computer();
  const program = await machine.start();
  const { id } = good(await program.workspaces.create(sandbox('Office')));
  await program.workspaces.current()?.addCases([{ receipt: receipt(1), client: 'A client', label: '' }]);
  good(await program.workspaces.places.consider(id, folder));
  const lies = good(await program.workspaces.places.move(id)).folder;
  return { machine, program, id, lies };
}

const cases = ({ workspaces }: Program): number | undefined => workspaces.current()?.store.changes.summary().cases;

if (!MAY_MOUNT) {
  process.stdout.write('PASSED OVER, because this user may not mount a file system: full and read-only disks\n');
}

/** What a full disk is called: where SQLite cannot even say how far its log reads, it names no reason. */
const FULL = ['disk_full', 'file_failed'];

describe.skipIf(!MAY_MOUNT)('a disk that is full', () => {
  test('while answers come: each is there whole or not at all, and the same check is asked again when there is room', async () => {
    const disk = smallDisk(16 * 1024);
    const path = join(disk.folder, 'cases.db');
    const store: Store = good(openAt(path, true));
    const ids: number[] = [];
    for (let number = 0; number < 60; number += 1) ids.push(await addCase(store, number));
    const pull = store.pulls.beginPull('schedule', ids, NOON);
    const record = (): boolean => {
      const check = store.pulls.nextCheck(pull.id);
      if (check === null) return false;
      const number = Number(check.receipt.slice(3)) - 9_000_000_000;
      const words = { en: `Invented words ${number}. `.repeat(400), es: null };
      store.pulls.recordAnswer(check.id, status(content(number, { description: words })), NOON, () =>
        instant(NOON + DAY),
      );
      return true;
    };
    let recorded = 0;
    const recordAll = (): void => {
      while (record()) recorded += 1;
    };
    for (; recorded < 5; recorded += 1) record();
    disk.fill();
    let refused: unknown;
    try {
      recordAll();
    } catch (error) {
      refused = error;
    }
    // The pulls wait for what may pass, and tell it.
    expect(mayPass(refused)).toBe(true);
    expect(recorded).toBeLessThan(60);
    disk.makeRoom();
    recordAll();
    store.close();
    expect(recorded).toBe(60);
    expect(look(path).answers).toBe(60);
  });

  test('while a database is migrated: told, it stays what it was, and is migrated when there is room', () => {
    let refused = 0;
    for (const spare of [0, 24, 64, 160]) {
      const disk = smallDisk(4096);
      const path = join(disk.folder, 'cases.db');
      makeOldDatabase(path, 1);
      const before = look(path).answers;
      disk.fill(spare);
      // As after its backup: what fails is the migration itself.
      const opened = openStore({ path, keyHex: KEY, createIfMissing: false, savedVersion: 1 });
      if (opened.ok) opened.value.close();
      else {
        refused += 1;
        expect(FULL).toContain(opened.problem.kind);
      }
      disk.makeRoom();
      // Each of its steps is there whole or not at all.
      const { version, answers } = look(path);
      expect(answers).toBe(before);
      if (spare === 0) expect(version).toBe(1);
      expect(Number(version)).toBeLessThanOrEqual(NEWEST);
      good(openAt(path)).close();
      expect(look(path)).toEqual({ version: NEWEST, answers: before });
    }
    expect(refused).toBeGreaterThanOrEqual(2);
  });

  test('under a whole workspace: backups, cases and the next start tell it, and all goes on when there is room', async () => {
    const disk = smallDisk(80 * 1024);
    const { machine, program, id, lies } = await officeOn(disk.folder);
    disk.fill();
    const { backups } = program.workspaces;
    expect(await backups.make(id, 'asked')).toMatchObject({ ok: false, problem: { kind: 'disk_full' } });
    expect(good(backups.state(id))).toMatchObject({ backups: [], problem: { problem: { kind: 'disk_full' } } });
    const many = Array.from({ length: 90 }, (_each, number) => ({
      receipt: receipt(number + 10),
      client: 'An invented client '.repeat(5),
      label: '',
    }));
    await expect(machine.clock.breathing(program.workspaces.current()?.addCases(many))).rejects.toSatisfy(mayPass);
    const before = cases(program) ?? 0;
    const elsewhere = await machine.start();
    const opened = await elsewhere.workspaces.open(id);
    if (!opened.ok) expect(FULL).toContain(opened.problem.kind);
    disk.makeRoom();
    good(await elsewhere.workspaces.open(id));
    // What was acknowledged is there, and nothing of what was refused.
    expect(cases(elsewhere)).toBe(before);
    expect(good(await elsewhere.workspaces.backups.make(id, 'asked'))).toMatchObject({ counts: { cases: before } });
    expect(readdirSync(join(lies, 'backups'))).toHaveLength(1);
    expect(await machine.clock.breathing(elsewhere.workspaces.current()?.addCases(many))).toMatchObject({
      lines: expect.anything() as unknown,
    });
  });
});

/** A disk whose workspace is closed, because nothing on it may be open when its rights change. */
async function closedOffice(disk: SmallDisk): Promise<Office> {
  const office = await officeOn(disk.folder);
  await office.program.workspaces.close();
  return office;
}

test.skipIf(!MAY_MOUNT)(
  'a read-only disk is told, offers itself to nobody, and the workspace opens when it is over',
  async () => {
    const disk = smallDisk(80 * 1024);
    const { machine, id, lies } = await closedOffice(disk);
    const names = readdirSync(lies);
    disk.setReadOnly(true);
    const program = await machine.start();
    expect(await program.workspaces.open(id)).toMatchObject({ ok: false, problem: { kind: 'file_failed' } });
    expect((await program.workspaces.backups.make(id, 'asked')).ok).toBe(false);
    const other = good(await program.workspaces.create(sandbox('Another')));
    const refused = await program.workspaces.places.consider(other.id, disk.folder);
    expect(refused).toMatchObject({ problem: { kind: 'place_closed' } });
    expect(readdirSync(lies)).toEqual(names);
    disk.setReadOnly(false);
    good(await program.workspaces.open(id));
    expect(cases(program)).toBe(1);
    good(await program.workspaces.backups.make(id, 'asked'));
  },
);

test('a folder that vanishes while its workspace is open is told, makes nothing, and nothing is lost when it is back', async () => {
  const folder = temporaryFolder();
  const { machine, program, id, lies } = await officeOn(folder);
  renameSync(lies, `${lies}-away`);
  expect(await program.workspaces.backups.make(id, 'asked')).toMatchObject({ ok: false });
  expect(await program.workspaces.backups.repair(id)).toMatchObject({ problem: { kind: 'workspace_away' } });
  await program.workspaces.close();
  expect(existsSync(lies)).toBe(false);
  renameSync(`${lies}-away`, lies);
  const again = await machine.start();
  good(await again.workspaces.open(id));
  expect(cases(again)).toBe(1);
});

test.skipIf(process.platform === 'win32')(
  'permission that is lost is told, and what was written before is there when it is back',
  async () => {
    const script = join(import.meta.dirname, '../support/full-disk-process.ts');
    const folder = temporaryFolder();
    const path = join(folder, 'cases.db');
    const store = good(openAt(path, true));
    await addCase(store, 1);
    store.close();
    // No right binds root: there a child of another user tries.
    const other = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
    if (other.uid !== undefined) for (const each of [folder, path]) chownSync(each, other.uid, other.gid);
    const tries = (deed: string): unknown => {
      const { stdout, stderr } = spawnSync(process.execPath, [script, path, KEY, deed], { ...other, encoding: 'utf8' });
      expect(stderr).toBe('');
      return JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
    };
    chmodSync(path, 0o400);
    chmodSync(folder, 0o500);
    expect(tries('add')).toMatchObject({ kind: 'file_failed' });
    expect(tries('backup')).toMatchObject({ kind: 'file_failed' });
    chmodSync(folder, 0o000);
    expect(['file_failed', 'database_missing']).toContain((tries('add') as { kind: string }).kind);
    chmodSync(folder, 0o700);
    chmodSync(path, 0o600);
    expect(readdirSync(folder).filter((name) => !name.startsWith('cases.db'))).toEqual([]);
    expect(tries('backup')).toEqual({ ok: true });
    const again = good(openAt(path));
    expect(again.changes.summary().cases).toBe(1);
    again.close();
  },
);

test('a clock that is set back a year: nothing goes early, nothing is lost, codes wait no longer, and all goes on', async () => {
  const { machine, program, id } = await officeOn(temporaryFolder());
  const { keys, backups } = program.workspaces;
  const { groups, asked } = good(keys.newCode(id));
  good(
    await keys.confirmCode(
      id,
      asked.map((index) => groups[index] ?? ''),
    ),
  );
  const added = await program.workspaces.current()?.addCases([{ receipt: receipt(2), client: '', label: '' }]);
  await program.workspaces.current()?.deleteCases(added?.added ?? []);
  good(await backups.make(id, 'asked'));
  const { groups: others } = good(keys.newCode(id));
  const wrong = { id, code: others.join('-'), secretsIn: 'keychain' } as const;
  expect(good(await keys.openWithCode(wrong))).toMatchObject({ outcome: 'wrong' });
  const wait = good(keys.view(id)).wait;
  expect(wait).toBeGreaterThan(0);

  const present = new Date(machine.clock.now()).toISOString();
  machine.clock.setWall('2025-11-02T15:00:00Z');
  expect(good(keys.view(id)).wait).toBe(wait);
  await machine.clock.advance(wait);
  expect(good(keys.view(id)).wait).toBe(0);
  const again = await machine.start();
  good(await again.workspaces.open(id));
  expect(again.workspaces.current()?.store.trash.deleted(10).total).toBe(1);
  expect(cases(again)).toBe(1);
  const made = good(await again.workspaces.backups.make(id, 'asked'));
  expect(good(again.workspaces.backups.state(id)).backups.map(({ id: each }) => each)).toContain(made?.id);
  expect(good(again.workspaces.backups.state(id)).backups).toHaveLength(2);
  expect(
    good((await again.workspaces.current()?.ledger.verify()) ?? { ok: false, problem: { kind: 'unexpected' } }),
  ).not.toBeNull();

  machine.clock.setWall(present);
  const back = await machine.start();
  good(await back.workspaces.open(id));
  expect(back.workspaces.current()?.store.trash.deleted(10).total).toBe(1);
  good(await back.workspaces.backups.make(id, 'asked'));
  expect(good(back.workspaces.backups.state(id)).backups.length).toBeGreaterThanOrEqual(2);
});
