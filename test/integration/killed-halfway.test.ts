import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { MINUTE } from '../../shared/clock.ts';
import { crashOffice } from '../support/crash/office.ts';
import type { HalfwayOrders } from '../support/halfway-process.ts';
import { vaultInFile } from '../support/key-office.ts';
import { startLife } from '../support/life.ts';

/** A program that was killed in the middle of that. */
async function killedIn(what: HalfwayOrders['what']): Promise<{ root: string; target: string }> {
  const top = mkdtempSync(join(tmpdir(), 'caseharbor exports '));
  onTestFinished(() => rmSync(top, { recursive: true, force: true }));
  const root = join(top, 'profile', 'workspaces');
  const target = join(mkdtempSync(join(top, 'own ')), 'exported');
  const orders: HalfwayOrders = { root, what, target };
  expect(await startLife('halfway-process.ts', [JSON.stringify(orders)]).ended).toMatchObject({ killed: true });
  return { root, target };
}

/** The program starts, and ends again. Gives the names of the workspaces that it has. */
async function startAndEnd(root: string): Promise<string[]> {
  const faults: string[] = [];
  const heard = { fault: (what: string) => faults.push(what), announced: () => undefined, changed: () => undefined };
  const workspaces = crashOffice(root, false, heard);
  const names = workspaces.list().map(({ name }) => name);
  await workspaces.close();
  expect(faults).toEqual([]);
  return names;
}

test.each(['bundle', 'cases', 'page', 'backup'] as const)(
  'what a killed program had written of its %s in a folder of the person’s own goes at the next start',
  async (what) => {
    const { root, target } = await killedIn(what);
    expect(existsSync(`${target}.draft`)).toBe(true);
    await startAndEnd(root);
    expect(readdirSync(dirname(target))).toEqual([]);
  },
  MINUTE,
);

test.each([
  ['made', 'Office'],
  ['removed', 'Office (1)'],
] as const)(
  'a workspace that was half %s is shown nowhere, and goes at the next start with its key',
  async (what, stays) => {
    const { root } = await killedIn(what);
    const folders = (): string[] => readdirSync(root).filter((name) => !name.startsWith('budget.db'));
    expect(folders().length).toBeGreaterThan(1);
    expect(await startAndEnd(root)).toEqual([stays]);
    expect(folders()).toHaveLength(1);
    const accounts = Object.keys(vaultInFile(root).entries());
    expect(accounts.filter((account) => account.startsWith(folders()[0] ?? ''))).toEqual(accounts);
    expect(accounts).toContain(`${folders()[0]}/database_key`);
  },
  MINUTE,
);
