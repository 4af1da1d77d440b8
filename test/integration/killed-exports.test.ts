import { existsSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { MINUTE } from '../../shared/clock.ts';
import { crashOffice } from '../support/crash/office.ts';
import type { ExportOrders } from '../support/export-process.ts';
import { startLife } from '../support/life.ts';

/** A program whose export was killed when it had a draft. */
async function killedExport(what: ExportOrders['what']): Promise<{ root: string; target: string }> {
  const top = mkdtempSync(join(tmpdir(), 'caseharbor exports '));
  onTestFinished(() => rmSync(top, { recursive: true, force: true }));
  const root = join(top, 'profile', 'workspaces');
  const target = join(mkdtempSync(join(top, 'own ')), 'exported');
  const orders: ExportOrders = { root, what, target };
  expect(await startLife('export-process.ts', [JSON.stringify(orders)]).ended).toMatchObject({ killed: true });
  expect(existsSync(`${target}.draft`)).toBe(true);
  return { root, target };
}

/** The program starts, and ends again. */
async function startAndEnd(root: string): Promise<void> {
  const faults: string[] = [];
  const heard = { fault: (what: string) => faults.push(what), announced: () => undefined, changed: () => undefined };
  await crashOffice(root, false, heard).close();
  expect(faults).toEqual([]);
}

test.each(['bundle', 'cases', 'backup'] as const)(
  'what a killed program had written of its %s in a folder of the person’s own goes at the next start',
  async (what) => {
    const { root, target } = await killedExport(what);
    await startAndEnd(root);
    expect(readdirSync(dirname(target))).toEqual([]);
  },
  MINUTE,
);

test(
  'what it had written on a stick that is not there goes when it is there again',
  async () => {
    const { root, target } = await killedExport('cases');
    const [stick, drawer] = [dirname(target), join(dirname(root), 'drawer')];
    renameSync(stick, drawer);
    await startAndEnd(root);
    renameSync(drawer, stick);
    expect(readdirSync(stick)).toEqual(['exported.draft']);
    await startAndEnd(root);
    expect(readdirSync(stick)).toEqual([]);
  },
  MINUTE,
);
