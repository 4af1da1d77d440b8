import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../electron/clock.ts';
import { openConnection } from '../../electron/store/connection.ts';
import { openStore } from '../../electron/store/open.ts';
import { earlierKeys, earlierKeysPath } from '../../electron/vault/earlier-keys.ts';
import { readSlot, slotPath, writeSlot } from '../../electron/vault/recovery-slot.ts';
import { databaseKey } from '../../electron/workspaces/keys/database-key.ts';
import { KEY_CHANGE_STEPS } from '../../electron/workspaces/keys/key-change.ts';
import { keyByCode } from '../../electron/workspaces/keys/recovery.ts';
import { databasePath } from '../../electron/workspaces/record.ts';
import { MINUTE, SECOND, type Milliseconds } from '../../shared/clock.ts';
import { WATCHED_CASES } from '../../shared/contract/page-lists.ts';
import { ok } from '../../shared/problem.ts';
import { seededRandom } from '../../shared/random.ts';
import type { RecoveryCode } from '../../shared/recovery-code.ts';
import { good } from '../support/good.ts';
import { keyOffice, newRecord, workspaceIn, type KeyOrders } from '../support/key-office.ts';
import { startLife } from '../support/life.ts';
import { noBreath, receipt } from '../support/temporary-store.ts';

/** Kills at random moments, beside one at each step. More of them: `CASEHARBOR_KEY_KILLS=500 npm run integration -- key-change`. */
const RANDOM_KILLS = Number(process.env['CASEHARBOR_KEY_KILLS'] ?? 18);
const CASES = 2_000;
const ID = '0123456789abcdef';
/** From here on the code of the change that was killed is the one that opens. */
const SEALED = KEY_CHANGE_STEPS.indexOf('sealed');
/** From here on the change is finished at the next opening; before, it is taken back. */
const NOTED = KEY_CHANGE_STEPS.indexOf('noted');

const record = newRecord(ID);

/** Opens the workspace as a new program does, adds a case that is acknowledged, and looks at everything. */
async function openAndAdd(root: string, number: number): Promise<string> {
  const { parts, files, entries } = keyOffice(root);
  const workspace = workspaceIn(files, ID);
  const place = parts.vault.open('keychain', ID, workspace.folder);
  const key = good(await databaseKey(parts, files, place, workspace));
  const path = databasePath(workspace.folder);
  const store = good(openStore({ path, keyHex: key, createIfMissing: number === CASES }));
  expect(await store.cases.count(WATCHED_CASES, systemClock.now(), noBreath), 'no case is lost').toBe(
    number === CASES ? 0 : number,
  );
  const first = number === CASES ? Array.from({ length: CASES + 1 }, (_nothing, each) => each) : [number];
  const cases = first.map((each) => ({ receipt: receipt(each), client: `Person ${each}`, label: '' }));
  await store.cases.add(cases, systemClock.now(), noBreath);
  store.close();
  files.change(ID, { hasDatabase: true });
  const connection = openConnection({ path, key: { kind: 'raw', hex: key }, mustExist: true });
  expect(connection.pragma('integrity_check')).toBe('ok');
  connection.close();
  expect(entries()).toEqual({ [`${ID}/database_key`]: key });
  expect(workspace.file.get().keyChanging).toBe(false);
  return key;
}

/** Runs a key change and kills it, at its step or after `delay`. Gives its code and the steps that it reached. */
async function liveAndDie(
  orders: KeyOrders,
  delay: Milliseconds | null,
): Promise<{ code: RecoveryCode; steps: string[]; killed: boolean }> {
  const life = startLife('key-process.ts', [JSON.stringify(orders)], () => {
    // Its life is counted from when it has begun: starting a process takes longer than what it does.
    if (life.told.length === 1 && delay !== null) systemClock.after(delay, life.kill);
  });
  const { killed } = await life.ended;
  return {
    code: (life.told[0]?.replace('code ', '') ?? '') as RecoveryCode,
    steps: life.told.slice(1).map((line) => line.replace('step ', '')),
    killed,
  };
}

test(
  'a key change that is killed at each of its steps and at random moments always opens, and loses nothing',
  async () => {
    const top = mkdtempSync(join(tmpdir(), 'caseharbor key '));
    onTestFinished(() => rmSync(top, { recursive: true, force: true }));
    const root = join(top, 'workspaces');
    const office = keyOffice(root);
    const { folder } = office.files.make(record);
    const path = databasePath(folder);
    let number = CASES;
    let key = await openAndAdd(root, number);
    const first = key;
    let code = office.parts.vault.newRecoveryCode();
    const sealing = { workspace: ID, madeAt: systemClock.now(), code, keys: [key] };
    good(writeSlot(slotPath(folder), await office.parts.vault.sealSlot(sealing)));

    const random = seededRandom(20_261_122);
    const orders = [
      ...KEY_CHANGE_STEPS.map((step) => ({ step, delay: null })),
      ...Array.from({ length: RANDOM_KILLS }, () => ({ step: null, delay: random.next() * 900 })),
    ];
    const counts = { killed: 0, finished: 0, takenBack: 0 };
    for (const { step, delay } of orders) {
      const before = key;
      const life = await liveAndDie({ root, id: ID, step }, delay);
      if (step !== null) expect(life.steps.at(-1)).toBe(step);
      const reached = KEY_CHANGE_STEPS.findIndex((each) => each === life.steps.at(-1));
      number += 1;
      key = await openAndAdd(root, number);
      const names = readdirSync(folder).filter((name) => name !== 'earlier-keys.json');
      expect(names.sort()).toEqual(['cases.db', 'recovery.json', 'workspace.json']);
      if (life.killed) counts.killed += 1;
      if (key === before) counts.takenBack += 1;
      else counts.finished += 1;
      // Killed between a deed and its word, it may be one further than it said.
      if (step !== null) expect(key !== before, step).toBe(reached >= NOTED);
      else if (reached >= NOTED) expect(key).not.toBe(before);

      const opensWith = (tried: RecoveryCode) => keyByCode(path, slotPath(folder), tried, undefined);
      const withNew = await opensWith(life.code);
      if (step !== null) expect(withNew.ok, step).toBe(reached >= SEALED);
      if (withNew.ok) code = life.code;
      expect(withNew.ok ? withNew : await opensWith(code), 'the code that counts opens it').toEqual(ok(key));
      expect(good(readSlot(slotPath(folder)))?.keys).toHaveLength(1);
    }
    // Whatever was killed where, the key of now leads to the first one.
    expect(earlierKeys(earlierKeysPath(folder), ID, key)).toContain(first);
    expect(counts.killed).toBeGreaterThanOrEqual(KEY_CHANGE_STEPS.length + RANDOM_KILLS / 3);
    expect(counts.takenBack).toBeGreaterThan(4);
    process.stdout.write(
      `a key change killed ${counts.killed} times: ${counts.finished} finished, ${counts.takenBack} taken back\n`,
    );
  },
  (KEY_CHANGE_STEPS.length + RANDOM_KILLS) * 10 * SECOND + 2 * MINUTE,
);
