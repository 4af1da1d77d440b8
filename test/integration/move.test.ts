import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../electron/clock.ts';
import { openStore } from '../../electron/store/open.ts';
import { takeSnapshot } from '../../electron/store/copies/snapshot.ts';
import { listSnapshots } from '../../electron/store/copies/snapshots.ts';
import { databaseKey, secretsOf } from '../../electron/workspaces/keys/database-key.ts';
import { MOVE_STEPS, tidyLeftovers } from '../../electron/workspaces/place/move.ts';
import { databasePath } from '../../electron/workspaces/record.ts';
import { MINUTE, SECOND } from '../../shared/clock.ts';
import { WATCHED_CASES } from '../../shared/contract/page-lists.ts';
import { seededRandom } from '../../shared/random.ts';
import { good } from '../support/good.ts';
import { keyOffice, newRecord, workspaceIn } from '../support/key-office.ts';
import type { MoveOrders } from '../support/move-process.ts';
import { noBreath, receipt } from '../support/temporary-store.ts';

/** Kills at random moments, beside one at each step. More of them: `CASEHARBOR_MOVE_KILLS=500 npm run integration -- move`. */
const RANDOM_KILLS = Number(process.env['CASEHARBOR_MOVE_KILLS'] ?? 6);
const ID = '0123456789abcdef';
const FIRST = 500;

const record = newRecord(ID);

/** Opens the workspace as a new program does, looks that no case is lost, and adds one that is acknowledged. */
async function openAndAdd(root: string, number: number): Promise<string> {
  const { parts, files } = keyOffice(root);
  const workspace = workspaceIn(files, ID);
  const key = good(await databaseKey(parts, files, secretsOf(parts.vault, workspace), workspace));
  const path = databasePath(workspace.folder);
  const store = good(openStore({ path, keyHex: key, createIfMissing: number === FIRST }));
  expect(await store.cases.count(WATCHED_CASES, systemClock.now(), noBreath)).toBe(number === FIRST ? 0 : number);
  const added = number === FIRST ? Array.from({ length: FIRST + 1 }, (_nothing, each) => each) : [number];
  const cases = added.map((each) => ({ receipt: receipt(each), client: `Person ${each}`, label: '' }));
  await store.cases.add(cases, systemClock.now(), noBreath);
  store.close();
  files.change(ID, { hasDatabase: true });
  tidyLeftovers(parts, files, workspace);
  expect(workspace.file.get().leftovers).toEqual([]);
  return workspace.folder;
}

async function moveAndDie(orders: MoveOrders, delay: number | null): Promise<{ last: string; killed: boolean }> {
  const script = resolve(import.meta.dirname, '../support/move-process.ts');
  const child = spawn(process.execPath, [script, JSON.stringify(orders)], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    if (said === '' && delay !== null) systemClock.after(delay, () => child.kill('SIGKILL'));
    said += text;
  });
  await once(child, 'close');
  return { last: said.trim().split('\n').at(-1) ?? '', killed: child.signalCode === 'SIGKILL' };
}

test(
  'a move that is killed at each of its steps and at random moments leaves one whole workspace, which opens',
  async () => {
    const top = mkdtempSync(join(tmpdir(), 'caseharbor move '));
    onTestFinished(() => rmSync(top, { recursive: true, force: true }));
    const root = join(top, 'workspaces');
    const office = keyOffice(root);
    const home = office.files.make(record).home;
    let number = FIRST;
    await openAndAdd(root, number);
    const key = good(
      await databaseKey(
        office.parts,
        office.files,
        secretsOf(office.parts.vault, workspaceIn(office.files, ID)),
        workspaceIn(office.files, ID),
      ),
    );
    const backup = { path: databasePath(home), keyHex: key, into: join(home, 'backups') };
    good(takeSnapshot({ ...backup, at: systemClock.now(), reason: 'asked', slot: null }));
    writeFileSync(join(home, 'a note of the person.txt'), 'mine');

    mkdirSync(join(top, 'disk'));
    const places = [join(top, 'disk', 'one'), join(top, 'disk', 'two'), null];
    const random = seededRandom(20_261_122);
    const orders = [
      ...MOVE_STEPS.map((step) => ({ step, delay: null })),
      ...Array.from({ length: RANDOM_KILLS }, () => ({ step: null, delay: random.next() * 900 })),
    ];
    const counts = { killed: 0, moved: 0, stayed: 0 };
    let lies = home;
    for (const [turn, { step, delay }] of orders.entries()) {
      const into = places.filter((place) => (place ?? home) !== lies)[turn % 2] ?? null;
      const { last, killed } = await moveAndDie({ root, id: ID, into, step }, delay);
      number += 1;
      const now = await openAndAdd(root, number);
      expect([lies, into ?? home]).toContain(now);
      if (step !== null) {
        expect(last).toBe(step);
        expect(now === lies, step).toBe(MOVE_STEPS.indexOf(step) < MOVE_STEPS.indexOf('pointed'));
      }
      if (killed) counts.killed += 1;
      if (now === lies) counts.stayed += 1;
      else counts.moved += 1;
      lies = now;

      // One place has it, whole, and the others have nothing of it.
      for (const place of [join(top, 'disk', 'one'), join(top, 'disk', 'two')]) {
        expect(existsSync(place), place).toBe(place === lies);
      }
      const names = readdirSync(home).filter((name) => !name.startsWith('workspace.json.tmp-'));
      const own = ['a note of the person.txt', 'workspace.json'];
      expect(names.sort()).toEqual(lies === home ? [...own, 'backups', 'cases.db'].sort() : own);
      expect(listSnapshots(join(lies, 'backups'), '')).toHaveLength(1);
    }
    expect(counts.killed).toBeGreaterThanOrEqual(MOVE_STEPS.length + RANDOM_KILLS / 4);
    expect(counts.stayed).toBeGreaterThan(2);
    process.stdout.write(`a move killed ${counts.killed} times: ${counts.moved} moved, ${counts.stayed} stayed\n`);
  },
  (MOVE_STEPS.length + RANDOM_KILLS) * 10 * SECOND + 2 * MINUTE,
);
