import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { computer, CREDENTIALS, ENDPOINTS, sandbox, type Computer, type Program } from './computer.ts';
import { good } from '../../support/good.ts';

let host: Computer;
let program: Program;
let id: string;
const fileOf = (name: string): string => join(host.root, id, name);
/** Damages the workspace's own file, as a full disk might, and starts the program again. */
const damage = async (text: string): Promise<void> => {
  await program.workspaces.close();
  writeFileSync(fileOf('workspace.json'), text);
  program = await host.start();
};
beforeEach(async () => {
  host = computer();
  program = await host.start();
  id = good(await program.workspaces.create(sandbox('Office'))).id;
  await program.workspaces.current()?.addCases([{ receipt: 'EAC9999103403', client: '', label: '' }]);
});

describe('a damaged workspace file', () => {
  it.each(['', '{"id":', 'null', '{"name":"Office"}'])('that says %j is kept aside and told', async (text) => {
    await damage(text);
    const [kept] = program.damaged;
    expect(program.damaged).toHaveLength(1);
    expect(readFileSync(kept ?? '', 'utf8')).toBe(text);
    expect(program.workspaces.list()).toMatchObject([{ name: `Recuperado ${id.slice(0, 4)}` }]);
    expect(host.folders()).toEqual([id]);
  });

  it('is made good by what the database says of its workspace; the pulls wait for a person', async () => {
    await damage('');
    const key = host.entries.get(`${id}/database_key`);
    good(await program.workspaces.open(id));
    expect(host.entries.get(`${id}/database_key`)).toBe(key);
    expect(program.workspaces.current()?.inboxSummary().cases).toBe(1);
    expect(program.workspaces.list()).toMatchObject([
      { id, name: 'Office', environment: 'sandbox', endpoints: ENDPOINTS, hasCredentials: true, paused: true },
    ]);
    expect(JSON.parse(host.entries.get(`${id}/credentials`) ?? '')).toEqual(CREDENTIALS);
  });

  it('of a workspace whose secrets are in a protected file still finds them there', async () => {
    id = good(await program.workspaces.create({ ...sandbox('Protected'), secretsIn: 'safe_storage' })).id;
    await program.workspaces.current()?.addCases([{ receipt: 'LIN9999106498', client: '', label: '' }]);
    await damage('');
    good(await program.workspaces.open(id));
    expect(program.workspaces.current()?.inboxSummary().cases).toBe(1);
    expect(program.workspaces.list()).toContainEqual(
      expect.objectContaining({ id, name: 'Protected', secretsIn: 'safe_storage' }),
    );
  });

  it('harms no other workspace', async () => {
    const other = good(await program.workspaces.create(sandbox('Other'))).id;
    await damage('');
    good(await program.workspaces.open(other));
    expect(program.workspaces.list().find((one) => one.id === other)).toMatchObject({ name: 'Other', paused: false });
  });
});

it('what is not a workspace among the folders is left alone', async () => {
  writeFileSync(join(host.root, 'a note of the person.txt'), 'mine');
  program = await host.start();
  expect(program.workspaces.list()).toHaveLength(1);
  expect(existsSync(join(host.root, 'a note of the person.txt'))).toBe(true);
});

describe('a workspace whose file cannot even be read', () => {
  const unreadable = async (): Promise<void> => {
    await program.workspaces.close();
    renameSync(fileOf('workspace.json'), fileOf('kept.json'));
    mkdirSync(fileOf('workspace.json'));
    program = await host.start();
  };

  it('harms no other, is told, and is left as it is', async () => {
    const other = good(await program.workspaces.create(sandbox('Other'))).id;
    await unreadable();
    expect(program.damaged).toEqual([fileOf('workspace.json')]);
    good(await program.workspaces.open(other));
    expect(program.workspaces.list()).toHaveLength(2);
    expect(readdirSync(fileOf('workspace.json'))).toEqual([]);
  });

  it('is itself again as soon as the file can be read', async () => {
    await unreadable();
    await program.workspaces.close();
    rmSync(fileOf('workspace.json'), { recursive: true });
    renameSync(fileOf('kept.json'), fileOf('workspace.json'));
    program = await host.start();
    expect(program.workspaces.list()).toMatchObject([{ id, name: 'Office', paused: false }]);
  });
});

describe('a folder that is named as a workspace', () => {
  it('and holds neither its file nor its database is none; it goes where nothing is in it but a draft of that file', async () => {
    const folders = ['00000000000000aa', '00000000000000bb', '00000000000000cc'].map((name) => join(host.root, name));
    const [empty = '', draft = '', other = ''] = folders;
    for (const folder of folders) mkdirSync(folder);
    writeFileSync(join(draft, 'workspace.json.tmp-0a1b'), '{');
    writeFileSync(join(other, 'notes.txt'), 'mine');
    program = await host.start();
    expect(program.workspaces.list().map((one) => one.id)).toEqual([id]);
    expect(program.damaged).toEqual([]);
    expect([empty, draft].filter((folder) => existsSync(folder))).toEqual([]);
    expect(readdirSync(other)).toEqual(['notes.txt']);
  });

  it('and lost its file, but has the database, is told and made good', async () => {
    await program.workspaces.close();
    rmSync(fileOf('workspace.json'));
    program = await host.start();
    expect(program.damaged).toEqual([fileOf('workspace.json')]);
    good(await program.workspaces.open(id));
    expect(program.workspaces.list()).toMatchObject([{ id, name: 'Office' }]);
  });
});

it('a setting that makes no sense costs that setting alone: the rest is what the database says', async () => {
  await program.workspaces.close();
  const text = readFileSync(fileOf('workspace.json'), 'utf8');
  const record = JSON.parse(text) as Record<string, unknown>;
  writeFileSync(
    fileOf('workspace.json'),
    JSON.stringify({ ...record, limits: { perSecond: 5, perDay: 1000, share: 0.8, zone: 'America/Nowhere' } }),
  );
  program = await host.start();
  good(await program.workspaces.open(id));
  expect(program.workspaces.list()).toMatchObject([{ id, name: 'Office', limits: { zone: 'America/New_York' } }]);
});

it('a file of the time before files had a version is read', async () => {
  await program.workspaces.close();
  const record = JSON.parse(readFileSync(fileOf('workspace.json'), 'utf8')) as Record<string, unknown>;
  expect(record['version']).toBe(1);
  delete record['version'];
  writeFileSync(fileOf('workspace.json'), JSON.stringify(record));
  program = await host.start();
  expect(program.damaged).toEqual([]);
  expect(program.workspaces.list()).toMatchObject([{ id, name: 'Office' }]);
});
