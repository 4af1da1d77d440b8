import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openConnection } from '../../electron/store/connection.ts';
import { openStore } from '../../electron/store/open.ts';
import { takeSnapshot } from '../../electron/store/copies/snapshot.ts';
import { listSnapshots } from '../../electron/store/copies/snapshots.ts';
import { instant } from '../../shared/clock.ts';
import { computer, sandbox } from '../unit/workspaces/computer.ts';
import { good } from '../support/good.ts';
import { addCase, KEY, receipt, temporaryFolder } from '../support/temporary-store.ts';

const PROCESS = join(import.meta.dirname, '../support/full-disk-process.ts');

async function database(): Promise<string> {
  const path = join(temporaryFolder(), 'cases.db');
  const opened = openStore({ path, keyHex: KEY, createIfMissing: true });
  if (!opened.ok) throw new Error(opened.problem.kind);
  for (let number = 0; number < 30; number += 1) await addCase(opened.value, number);
  opened.value.close();
  return path;
}

/** Runs a deed where no file may grow beyond so many KiB: works for every user, root too. Gives what was told, line by line. */
function withRoomFor(kibibytes: number, path: string, deed: string): string[] {
  // The shell counts in blocks of 512 bytes or 1024, by its kind: bash is told which it is.
  const limited = `ulimit -f ${kibibytes} && exec "$0" "$@"`;
  const { stdout, stderr } = spawnSync('bash', ['-c', limited, process.execPath, PROCESS, path, KEY, deed], {
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  return stdout.trim().split('\n');
}

const sound = (path: string): void => {
  const connection = openConnection({ path, key: { kind: 'raw', hex: KEY }, mustExist: true });
  expect(connection.pragma('integrity_check')).toBe('ok');
  connection.close();
};

describe.skipIf(process.platform === 'win32')('a disk that is full', () => {
  test('while cases are added: told, nothing that was acknowledged is lost, and it goes on when there is room', async () => {
    const path = await database();
    const room = Math.ceil(statSync(path).size / 1024) + 60;
    const told = withRoomFor(room, path, 'add');
    expect(JSON.parse(told.at(-1) ?? '')).toMatchObject({ kind: 'file_failed' });
    const opened = openStore({ path, keyHex: KEY, createIfMissing: false });
    if (!opened.ok) throw new Error(opened.problem.kind);
    const numbers = told.slice(0, -1).map(Number);
    expect(numbers.length).toBeGreaterThan(0);
    const preview = await opened.value.cases.preview(numbers.map(receipt).join('\n'), () => Promise.resolve());
    expect(preview.map(({ verdict }) => verdict.kind)).toEqual(numbers.map(() => 'present'));
    await addCase(opened.value, 500);
    opened.value.close();
    sound(path);
  });

  test('while a backup is made: told, no half of one stays, and the next one is made', async () => {
    const path = await database();
    const told = withRoomFor(32, path, 'backup');
    expect(JSON.parse(told.at(-1) ?? '')).toMatchObject({ kind: 'file_failed' });
    expect(readdirSync(`${path}-backups`)).toEqual([]);
    const made = takeSnapshot({
      path,
      keyHex: KEY,
      into: `${path}-backups`,
      at: instant(2),
      reason: 'asked',
      slot: null,
    });
    expect(made.ok).toBe(true);
    expect(listSnapshots(`${path}-backups`, '')).toHaveLength(1);
    sound(path);
  });

  test('while a file is exported: told, and the one of before stays whole', () => {
    const path = join(temporaryFolder(), 'cases');
    writeFileSync(`${path}.csv`, 'of before');
    const told = withRoomFor(32, path, 'export');
    expect(JSON.parse(told.at(-1) ?? '')).toMatchObject({ kind: 'file_failed' });
    expect(readFileSync(`${path}.csv`, 'utf8')).toBe('of before');
    expect(existsSync(`${path}.csv.draft`)).toBe(false);
  });
});

test('a folder that vanished is told, makes nothing, and the workspace opens when it is back', async () => {
  const machine = computer();
  const program = await machine.start();
  const { id } = good(await program.workspaces.create(sandbox('Office')));
  await program.workspaces.close();
  const folder = join(machine.root, id);
  renameSync(folder, `${folder}-away`);
  const opened = await program.workspaces.open(id);
  expect(opened.ok).toBe(false);
  if (!opened.ok) expect(['file_failed', 'database_missing']).toContain(opened.problem.kind);
  expect(existsSync(join(folder, 'cases.db'))).toBe(false);
  if (!existsSync(folder)) renameSync(`${folder}-away`, folder);
  good(await program.workspaces.open(id));
});
