import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { computer, CREDENTIALS, ENDPOINTS, good, sandbox, type Computer, type Program } from './computer.ts';

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
    expect(readdirSync(host.root)).toEqual([id]);
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
