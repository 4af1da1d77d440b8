import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { computer, sandbox, type Computer, type Program } from '../unit/workspaces/computer.ts';
import { good } from '../support/good.ts';

/** A disk that can be plugged in and out, with a folder on it that a person chooses. */
function disk(): { readonly folder: string; unplug(): void; plugIn(): void } {
  const top = mkdtempSync(join(tmpdir(), 'caseharbor disk '));
  onTestFinished(() => rmSync(top, { recursive: true, force: true }));
  const folder = join(top, 'stick');
  mkdirSync(folder);
  return {
    folder,
    unplug: () => renameSync(folder, `${folder}-away`),
    plugIn: () => renameSync(`${folder}-away`, folder),
  };
}

const RECEIPT = 'EAC9999103402';

/** A program with one workspace, in which there is a case. */
async function office(): Promise<{ machine: Computer; program: Program; id: string; home: string }> {
  const machine = computer();
  const program = await machine.start();
  const { id } = good(await program.workspaces.create(sandbox('Office')));
  await program.workspaces.current()?.addCases([{ receipt: RECEIPT, client: 'A client', label: '' }]);
  return { machine, program, id, home: join(machine.root, id) };
}

const cases = (program: Program): number | undefined => program.workspaces.current()?.store.changes.summary().cases;

async function move({ workspaces }: Program, id: string, into: string | null): Promise<string> {
  good(await workspaces.places.consider(id, into));
  return good(await workspaces.places.move(id)).folder;
}

it('goes to a folder of the person’s choice with everything, is open there, and opens there again', async () => {
  const { machine, program, id, home } = await office();
  const { folder } = disk();
  good(await program.workspaces.backups.make(id, 'asked'));
  const offer = good(await program.workspaces.places.consider(id, folder));
  expect(offer.bytes).toBeGreaterThan(100_000);
  expect(offer.free).toBeGreaterThan(offer.bytes);
  const lies = good(await program.workspaces.places.move(id)).folder;
  expect(lies).toBe(offer.folder);
  expect(cases(program)).toBe(1);
  expect(readdirSync(home)).toEqual(['workspace.json']);
  expect(readdirSync(join(lies, 'backups'))).toHaveLength(1);
  expect(good(program.workspaces.backups.state(id)).backups).toHaveLength(1);
  expect(good(program.workspaces.places.state(id))).toMatchObject({ folder: lies, isMoved: true, moving: null });

  const again = await machine.start();
  good(await again.workspaces.open(id));
  expect(cases(again)).toBe(1);
  expect(await move(again, id, null)).toBe(home);
  expect(existsSync(lies)).toBe(false);
  expect(cases(again)).toBe(1);
});

it('is refused its own folder, the program’s, one that is occupied, and one that is not there', async () => {
  const { machine, program, id, home } = await office();
  const { places } = program.workspaces;
  const { folder } = disk();
  expect(await places.consider(id, home)).toMatchObject({ problem: { kind: 'place_within' } });
  expect(await places.consider(id, machine.root)).toMatchObject({ problem: { kind: 'place_within' } });
  expect(await places.consider(id, join(folder, 'nowhere'))).toMatchObject({ problem: { kind: 'file_failed' } });
  const offer = good(await places.consider(id, folder));
  mkdirSync(offer.folder);
  writeFileSync(join(offer.folder, 'something'), 'of somebody');
  expect(await places.consider(id, folder)).toMatchObject({ problem: { kind: 'place_occupied' } });
  expect(await places.move(id), 'what was refused is not moved to').toMatchObject({ ok: false });
  expect(cases(program)).toBe(1);
  expect(readFileSync(join(offer.folder, 'something'), 'utf8')).toBe('of somebody');
});

it('may go where a program was killed while it looked whether it can write there', async () => {
  const { program, id } = await office();
  const { places } = program.workspaces;
  const { folder } = disk();
  const offer = good(await places.consider(id, folder));
  mkdirSync(offer.folder);
  writeFileSync(join(offer.folder, '.caseharbor-probe'), '');
  expect(await places.consider(id, folder)).toMatchObject({ ok: true });
  expect(readdirSync(offer.folder)).toEqual([]);
});

it('on a disk that is not plugged in is told, never made afresh, and opens when the disk is back', async () => {
  const { machine, program, id, home } = await office();
  const stick = disk();
  const lies = await move(program, id, stick.folder);
  await program.workspaces.close();
  stick.unplug();
  const again = await machine.start();
  expect(await again.workspaces.open(id)).toMatchObject({ ok: false, problem: { kind: 'workspace_away' } });
  expect(again.workspaces.shown()?.problem?.kind).toBe('workspace_away');
  expect(good(again.workspaces.places.state(id))).toEqual({ folder: lies, isMoved: true, bytes: null, moving: null });
  // Whatever is asked of it meanwhile makes nothing where it was.
  expect((await again.workspaces.backups.make(id, 'asked')).ok).toBe(false);
  expect((await again.workspaces.backups.repair(id)).ok).toBe(false);
  expect(again.workspaces.list()).toHaveLength(1);
  expect(existsSync(lies)).toBe(false);
  expect(readdirSync(home)).toEqual(['workspace.json']);
  stick.plugIn();
  good(await again.workspaces.open(id));
  expect(cases(again)).toBe(1);
});

it('is found again where its folder was moved to by hand, and nowhere else', async () => {
  const { machine, program, id } = await office();
  const other = good(await program.workspaces.create(sandbox('Another')));
  good(await program.workspaces.open(id));
  const stick = disk();
  const lies = await move(program, id, stick.folder);
  await program.workspaces.close();
  const renamed = join(stick.folder, 'my cases');
  renameSync(lies, renamed);
  const again = await machine.start();
  expect(await again.workspaces.open(id)).toMatchObject({ problem: { kind: 'workspace_away' } });
  const { places } = again.workspaces;
  expect(await places.find(id, stick.folder)).toMatchObject({ problem: { kind: 'place_foreign' } });
  expect(await places.find(id, join(machine.root, other.id))).toMatchObject({ problem: { kind: 'place_foreign' } });
  expect(good(await places.find(id, renamed)).folder).toBe(renamed);
  expect(cases(again)).toBe(1);
});

it('takes the secrets that this computer encrypts nowhere: they stay at home', async () => {
  const machine = computer();
  const program = await machine.start();
  const { id } = good(await program.workspaces.create({ ...sandbox('Office'), secretsIn: 'safe_storage' }));
  const lies = await move(program, id, disk().folder);
  expect(readdirSync(lies)).not.toContain('secrets.json');
  expect(readdirSync(join(machine.root, id)).sort()).toEqual(['secrets.json', 'workspace.json']);
  const again = await machine.start();
  good(await again.workspaces.open(id));
});

it('is removed where it lies, with nothing beside it', async () => {
  const { program, id, home } = await office();
  const { folder } = disk();
  writeFileSync(join(folder, 'something'), 'of somebody');
  await move(program, id, folder);
  good(await program.workspaces.remove(id));
  expect(existsSync(home)).toBe(false);
  expect(readdirSync(folder)).toEqual(['something']);
});
