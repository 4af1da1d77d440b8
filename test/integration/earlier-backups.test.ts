import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { BackupView } from '../../shared/contract/backups.ts';
import { DAY } from '../../shared/clock.ts';
import { computer, sandbox, type Computer, type Program } from '../unit/workspaces/computer.ts';
import { good } from '../support/good.ts';

interface Office {
  readonly machine: Computer;
  readonly program: Program;
  readonly id: string;
  readonly folder: string;
}

async function office(): Promise<Office> {
  const machine = computer();
  const program = await machine.start();
  const { id } = good(await program.workspaces.create(sandbox('Office')));
  return { machine, program, id, folder: join(machine.root, id) };
}

const enter = async ({ program }: Office, receipt: string): Promise<void> => {
  await program.workspaces.current()?.addCases([{ receipt, client: 'A client', label: '' }]);
};
const cases = (program: Program): number | undefined => program.workspaces.current()?.store.changes.summary().cases;

/** Gives the workspace another key. Gives the code of the new one. */
async function changeKey({ program, id }: Office): Promise<string> {
  const { groups, asked } = good(program.workspaces.keys.newCode(id));
  good(
    await program.workspaces.keys.change(
      id,
      asked.map((index) => groups[index] ?? ''),
    ),
  );
  return groups.join('-');
}

async function backUp({ program, id }: Office): Promise<BackupView> {
  const made = good(await program.workspaces.backups.make(id, 'asked'));
  if (made === null) throw new Error('it was cancelled');
  return made;
}

it('a backup from before a key change is restored without any code, under the present key, until it has aged out', async () => {
  const here = await office();
  await enter(here, 'EAC9999103402');
  const before = await backUp(here);
  await changeKey(here);
  await enter(here, 'EAC9999103403');
  const { backups } = here.program.workspaces;
  expect(good(await backups.preview(here.id, before.id)).newer).toMatchObject({ cases: 1 });
  const { saved } = good(await backups.restore(here.id, before.id));
  expect(cases(here.program)).toBe(1);
  good(await backups.restore(here.id, saved ?? ''));
  expect(cases(here.program)).toBe(2);
  const keys = (): unknown[] =>
    (JSON.parse(readFileSync(join(here.folder, 'earlier-keys.json'), 'utf8')) as { keys: unknown[] }).keys;
  expect(keys()).toHaveLength(1);

  await here.program.workspaces.close();
  await here.machine.clock.advance(70 * DAY);
  const program = await here.machine.start();
  good(await program.workspaces.open(here.id));
  good(await program.workspaces.backups.make(here.id, 'asked'));
  expect(keys(), 'its key goes with it').toEqual([]);
});

it('helps the repair of a database whose key was changed since', async () => {
  const here = await office();
  await enter(here, 'EAC9999103402');
  await backUp(here);
  await changeKey(here);
  await here.program.workspaces.close();
  // Nothing in the file itself can be read any more.
  const path = join(here.folder, 'cases.db');
  writeFileSync(path, Buffer.alloc(readFileSync(path).length, 7));
  const program = await here.machine.start();
  expect((await program.workspaces.open(here.id)).ok).toBe(false);
  const repaired = good(await program.workspaces.backups.repair(here.id));
  expect(repaired.fromBackup).toMatchObject({ cases: 1 });
  expect(cases(program)).toBe(1);
});

it('whose key is kept here no more is recognised, and opens as a workspace with the code of its time', async () => {
  const here = await office();
  await enter(here, 'EAC9999103402');
  const { groups, asked } = good(here.program.workspaces.keys.newCode(here.id));
  good(
    await here.program.workspaces.keys.confirmCode(
      here.id,
      asked.map((index) => groups[index] ?? ''),
    ),
  );
  const before = await backUp(here);
  await changeKey(here);
  rmSync(join(here.folder, 'earlier-keys.json'));
  const { backups } = here.program.workspaces;
  expect(await backups.preview(here.id, before.id)).toMatchObject({ problem: { kind: 'backup_other_key' } });
  expect(await backups.restore(here.id, before.id)).toMatchObject({ problem: { kind: 'backup_other_key' } });
  expect(cases(here.program)).toBe(1);
  const file = join(here.folder, 'backups', before.id, 'cases.caseharbor');
  const restored = good(
    await here.program.workspaces.restore(file, { passphrase: groups.join('-'), secretsIn: 'keychain' }),
  );
  expect(restored.id).not.toBe(here.id);
  expect(cases(here.program)).toBe(1);
});
