import { existsSync, readdirSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { WORK } from '../../electron/store/work.ts';
import { instant } from '../../shared/clock.ts';
import { good } from '../support/good.ts';
import { MAY_MOUNT, smallDisk } from '../support/small-disk.ts';
import { KEY, NOON, receipt, temporaryFolder, temporaryStore } from '../support/temporary-store.ts';
import { computer, sandbox, type Computer, type Program } from '../unit/workspaces/computer.ts';

/** Mounting and threads, on a computer that may be busy. */
vi.setConfig({ testTimeout: 120_000 });

interface Office {
  readonly machine: Computer;
  readonly program: Program;
  readonly id: string;
}

/** An office with these cases, on a computer whose profile lies in this folder. */
async function office(name: string, numbers: readonly number[], profile?: string): Promise<Office> {
  if (profile !== undefined) vi.stubEnv('TMPDIR', profile);
  const machine = computer();
  vi.unstubAllEnvs();
  const program = await machine.start();
  const { id } = good(await program.workspaces.create(sandbox(name)));
  program.workspaces.setPaused(true);
  const cases = numbers.map((number) => ({ receipt: receipt(number), client: `Client ${number}`, label: name }));
  await machine.clock.breathing(program.workspaces.current()?.addCases(cases));
  return { machine, program, id };
}

async function codeOf({ program: { workspaces }, id }: Office): Promise<string> {
  const { groups, asked } = good(workspaces.keys.newCode(id));
  const answers = asked.map((index) => groups[index] ?? '');
  good(await workspaces.keys.confirmCode(id, answers));
  return groups.join('-');
}

/** A colleague's bundle with the cases 2 to 41, and its code. */
async function bundle(): Promise<{ source: string; code: string }> {
  const numbers = Array.from({ length: 40 }, (_each, index) => index + 2);
  const from = await office('Northside', numbers);
  const code = await codeOf(from);
  const source = join(temporaryFolder(), 'Northside.caseharbor-bundle');
  good(await from.program.workspaces.bundles.exportTo(from.id, source));
  return { source, code };
}

/** The names of all files below a folder, but for those that an open database comes and goes with. */
const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => !/filler$|-(wal|shm)$/.test(name) && statSync(join(folder, name)).isFile())
    .sort();

const cases = ({ program }: Office): number | undefined => program.workspaces.current()?.store.changes.summary().cases;

const sizeInKiB = (path: string): number => Math.ceil(statSync(path).size / 1024);

if (!MAY_MOUNT) {
  process.stdout.write('PASSED OVER, because this user may not mount a file system: bundles on full disks\n');
}

describe.skipIf(!MAY_MOUNT)('a disk that is full', () => {
  test('where a bundle is to go: told, what lay there stays, nothing is left, and it is written when there is room', async () => {
    const disk = smallDisk(8 * 1024);
    const from = await office('Northside', [1]);
    await codeOf(from);
    const { bundles } = from.program.workspaces;
    const target = join(disk.folder, 'Northside.caseharbor-bundle');
    writeFileSync(target, 'of before');
    const own = filesBelow(from.machine.root);
    for (const spare of [0, 64]) {
      disk.fill(spare);
      expect(await bundles.exportTo(from.id, target)).toMatchObject({ problem: { kind: 'disk_full' } });
      expect(filesBelow(disk.folder)).toEqual(['Northside.caseharbor-bundle']);
      expect(statSync(target).size).toBe('of before'.length);
      expect(filesBelow(from.machine.root)).toEqual(own);
    }
    disk.makeRoom();
    disk.setReadOnly(true);
    expect(await bundles.exportTo(from.id, target)).toMatchObject({ problem: { kind: 'file_failed' } });
    disk.setReadOnly(false);
    good(await bundles.exportTo(from.id, target));
    expect(filesBelow(disk.folder)).toEqual(['Northside.caseharbor-bundle']);
  });

  test('under the profile, while a bundle is packed, opened, and made a workspace: told, nothing is left, and all goes on', async () => {
    const { source, code } = await bundle();
    const disk = smallDisk(48 * 1024);
    const here = await office('Southside', [1], disk.folder);
    await codeOf(here);
    const { workspaces } = here.program;
    const { bundles } = workspaces;
    const size = sizeInKiB(source);
    const [before, keys] = [filesBelow(disk.folder), [...here.machine.entries.keys()]];
    const unaltered = (): void => {
      expect(filesBelow(disk.folder).filter((name) => !/bundle-[0-9a-f]{8}\.db$/.test(name))).toEqual(before);
      expect([...here.machine.entries.keys()]).toEqual(keys);
      expect(workspaces.list()).toHaveLength(1);
    };
    disk.fill();
    const target = join(temporaryFolder(), 'out.caseharbor-bundle');
    expect(await bundles.exportTo(here.id, target)).toMatchObject({ problem: { kind: 'disk_full' } });
    expect(readdirSync(dirname(target))).toEqual([]);
    good(await bundles.choose(source));
    for (const spare of [0, Math.floor(size / 2)]) {
      disk.fill(spare);
      expect(await bundles.open(code)).toMatchObject({ problem: { kind: 'disk_full' } });
      expect(filesBelow(disk.folder)).toEqual(before);
      expect(bundles.state()).toMatchObject({ work: null, bundle: null, chosen: {} });
    }
    disk.makeRoom();
    good(await bundles.open(code));
    for (const spare of [0, Math.floor(size / 2), size + 4]) {
      disk.fill(spare);
      const made = await bundles.make('keychain');
      if (made.ok) throw new Error(`There was room with ${spare} KiB`);
      expect(['disk_full', 'file_failed']).toContain(made.problem.kind);
      unaltered();
    }
    disk.makeRoom();
    good(await bundles.make('keychain'));
    expect(cases(here)).toBe(40);
    expect(workspaces.list()).toHaveLength(2);
  });

  test('while a bundle is merged: told, the workspace opens as it was, and is merged when there is room', async () => {
    const { source, code } = await bundle();
    const disk = smallDisk(48 * 1024);
    const here = await office('Southside', [1], disk.folder);
    const { workspaces } = here.program;
    const { bundles } = workspaces;
    good(await bundles.choose(source));
    good(await bundles.open(code));
    const size = sizeInKiB(source);
    const own = (): string[] => filesBelow(disk.folder).filter((name) => !/[/\\]backups[/\\]/.test(name));
    const before = own();
    // No room for the backup; none for half of it; for the backup, and half of the database of both.
    for (const spare of [0, Math.floor(size / 2), Math.floor(size * 1.5)]) {
      disk.fill(spare);
      expect(await bundles.merge(here.id)).toMatchObject({ problem: { kind: 'disk_full' } });
      disk.makeRoom();
      if (workspaces.current() === null) good(await workspaces.open(here.id));
      expect(cases(here)).toBe(1);
      expect(own()).toEqual(before);
      expect(bundles.state()).toMatchObject({ work: null, bundle: { name: 'Northside' } });
    }
    expect(good(await bundles.merge(here.id))?.added).toMatchObject({ cases: 40 });
    expect(cases(here)).toBe(41);
    expect(own()).toEqual(before.filter((name) => !/bundle-[0-9a-f]{8}\.db$/.test(name)));
  });
});

test('a merge that is ended leaves the workspace open as it was, and can be made again', async () => {
  const { source, code } = await bundle();
  const here = await office('Southside', [1]);
  const { bundles } = here.program.workspaces;
  good(await bundles.choose(source));
  good(await bundles.open(code));
  const merging = bundles.merge(here.id);
  await vi.waitFor(() => expect(bundles.state().work?.what).toBe('merge'));
  bundles.cancel();
  expect(good(await merging)).toBeNull();
  expect(cases(here)).toBe(1);
  expect(filesBelow(here.machine.root).filter((name) => name.includes('.next'))).toEqual([]);
  expect(good(await bundles.merge(here.id))?.added).toMatchObject({ cases: 40 });
});

test('a stick that is pulled out while a bundle is written is told, and what stayed on it goes with the next one', () => {
  const { path, close } = temporaryStore();
  close();
  const folder = join(temporaryFolder(), 'stick');
  const away = `${folder} away`;
  const target = join(folder, 'x.caseharbor-bundle');
  const order = { path, keyHex: KEY, target, slot: {}, saltHex: '01'.repeat(32), about: '{}' };
  const write = (tell: Parameters<typeof WORK.export_bundle>[1]) =>
    WORK.export_bundle({ ...order, staging: join(temporaryFolder(), 'draft'), at: instant(NOON) }, tell);
  expect(write(() => undefined)).toMatchObject({ problem: { kind: 'file_failed', detail: 'ENOENT' } });
  renameSync(temporaryFolder(), folder);
  let pulled = false;
  const refused = write(() => {
    if (pulled || !existsSync(`${target}.draft`)) return;
    renameSync(folder, away);
    pulled = true;
  });
  expect(pulled).toBe(true);
  expect(refused).toMatchObject({ problem: { kind: 'file_failed', detail: 'ENOENT' } });
  renameSync(away, folder);
  good(write(() => undefined));
  expect(readdirSync(folder)).toEqual(['x.caseharbor-bundle']);
});
