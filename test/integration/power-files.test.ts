import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../electron/clock.ts';
import { openConnection } from '../../electron/store/connection.ts';
import { takeOut } from '../../electron/store/copies/bundle.ts';
import { takeSnapshot } from '../../electron/store/copies/snapshot.ts';
import { listSnapshots, snapshotFile } from '../../electron/store/copies/snapshots.ts';
import { openStore } from '../../electron/store/open.ts';
import { fingerprintOf, readSlot, slotPath, writeSlot } from '../../electron/vault/recovery-slot.ts';
import { keysOfBackups } from '../../electron/workspaces/backups/keys.ts';
import { databaseKey, secretsOf } from '../../electron/workspaces/keys/database-key.ts';
import { tidyLeftovers } from '../../electron/workspaces/place/move.ts';
import { databasePath } from '../../electron/workspaces/record.ts';
import { WATCHED_CASES } from '../../shared/contract/page-lists.ts';
import { instant } from '../../shared/clock.ts';
import { good } from '../support/good.ts';
import { keyOffice, newRecord, workspaceIn } from '../support/key-office.ts';
import { ASIDE, BUNDLE, DAMAGED, DEEDS, DISK, EXPORT, ID, PROFILE } from '../support/power/deeds.ts';
import { RECORD, type Operation } from '../support/power/recorder.ts';
import { cuts, layOut, type CutState } from '../support/power/replay.ts';
import { noBreath, receipt } from '../support/temporary-store.ts';

/** So many cuts of a deed are tried. All of them, some 280: `CASEHARBOR_POWER_CUTS=all npm run integration -- power-files`. */
const MOST = process.env['CASEHARBOR_POWER_CUTS'] === 'all' ? Number.POSITIVE_INFINITY : 16;

const BEFORE = 3;
const NOW = 5;

/** An export has an older file of its name to replace. */
const EARLIER_EXPORT = 'An earlier one.\r\n';

const record = newRecord(ID);

/** An office with a code, a backup of when it had fewer cases, and the cases of now. Gives its key and when its code was made. */
async function makeOffice(top: string): Promise<{ key: string; madeAt: number }> {
  const { parts, files } = keyOffice(join(top, PROFILE));
  const workspace = files.make(record);
  const { folder } = workspace;
  const key = good(await databaseKey(parts, files, secretsOf(parts.vault, workspace), workspace));
  const path = databasePath(folder);
  const store = good(openStore({ path, keyHex: key, createIfMissing: true }));
  const add = (from: number, to: number): Promise<unknown> =>
    store.cases.add(
      Array.from({ length: to - from }, (_each, index) => ({ receipt: receipt(from + index), client: '', label: '' })),
      systemClock.now(),
      noBreath,
    );
  const madeAt = systemClock.now();
  const code = parts.vault.newRecoveryCode();
  good(writeSlot(slotPath(folder), await parts.vault.sealSlot({ workspace: ID, madeAt, code, keys: [key] })));
  await add(0, BEFORE);
  const at = instant(systemClock.now() - 60_000);
  good(takeSnapshot({ path, keyHex: key, into: join(folder, 'backups'), at, reason: 'daily', slot: slotPath(folder) }));
  await add(BEFORE, NOW);
  // As a killed program leaves it: the last cases are in the log alone.
  const left = ['', '-wal'].map((end) => ({ file: `${path}${end}`, bytes: readFileSync(`${path}${end}`) }));
  store.close();
  for (const { file, bytes } of left) writeFileSync(file, bytes);
  files.change(ID, { hasDatabase: true });
  mkdirSync(join(top, DISK));
  writeFileSync(join(top, DISK, EXPORT), EARLIER_EXPORT);
  return { key, madeAt };
}

interface Found {
  readonly key: string;
  readonly cases: number;
  readonly backups: number;
  readonly name: string;
  readonly madeAt: number;
  readonly isMoved: boolean;
}

/** What the next program finds, once everything that must hold was seen to hold. */
async function lookAfter(top: string): Promise<Found> {
  const { parts, files } = keyOffice(join(top, PROFILE));
  const workspace = workspaceIn(files, ID);
  const key = good(await databaseKey(parts, files, secretsOf(parts.vault, workspace), workspace));
  const { folder } = workspace;
  const path = databasePath(folder);
  const store = good(openStore({ path, keyHex: key, createIfMissing: false }));
  const cases = await store.cases.count(WATCHED_CASES, systemClock.now(), noBreath);
  tidyLeftovers(parts, files, workspace);
  store.close();
  expectWhole(path, [key]);
  const backups = listSnapshots(join(folder, 'backups'), 'recovery.json');
  for (const { id, hasRecoverySlot } of backups) {
    expectWhole(snapshotFile(join(folder, 'backups'), id), keysOfBackups(workspace, key));
    expect(hasRecoverySlot).toBe(true);
    expect(readSlot(join(folder, 'backups', id, 'recovery.json')).ok).toBe(true);
  }
  const slot = good(readSlot(slotPath(folder)));
  expect(slot?.keys.map(({ fingerprint }) => fingerprint)).toContain(fingerprintOf(key));
  const { name, movedTo } = workspace.file.get();
  return { key, cases, backups: backups.length, name, madeAt: slot?.madeAt ?? 0, isMoved: movedTo !== null };
}

function expectWhole(path: string, keys: readonly string[]): void {
  const whole = keys.some((hex) => {
    try {
      const connection = openConnection({ path, key: { kind: 'raw', hex }, readonly: true, mustExist: true });
      try {
        return connection.pragma('integrity_check') === 'ok';
      } finally {
        connection.close();
      }
    } catch {
      return false;
    }
  });
  expect(whole, path).toBe(true);
}

interface After {
  readonly top: string;
  readonly found: Found;
  readonly begun: { readonly key: string; readonly madeAt: number };
  /** The deed had been done, and its doer told so. */
  readonly done: boolean;
}

/** What may be different after each deed, and must be once it was done. */
const EXPECTED: Readonly<Record<string, (after: After) => Promise<void> | void>> = {
  restore({ found, done }) {
    expect(done ? [BEFORE] : [BEFORE, NOW]).toContain(found.cases);
  },
  repair({ top, found, begun, done }) {
    expect(done ? [BEFORE] : [BEFORE, NOW]).toContain(found.cases);
    // The damaged file is always kept.
    if (found.cases === BEFORE) expectWhole(join(top, PROFILE, ID, 'damaged-1', 'cases.db'), [begun.key]);
  },
  'key change'({ found, begun, done }) {
    if (done) expect(found.key).not.toBe(begun.key);
  },
  'new code'({ found, begun, done }) {
    if (done) expect(found.madeAt).toBeGreaterThan(begun.madeAt);
  },
  backup({ found, done }) {
    expect(done ? [2] : [1, 2]).toContain(found.backups);
  },
  'second place'({ top, begun, done }) {
    const place = join(top, DISK, 'second');
    const there = listSnapshots(place, 'recovery.json');
    for (const { id } of there) expectWhole(snapshotFile(place, id), [begun.key]);
    if (done) expect(there).toHaveLength(1);
  },
  move({ found, done }) {
    if (done) expect(found.isMoved).toBe(true);
  },
  bundle({ top, begun, done }) {
    const source = join(top, DISK, BUNDLE);
    if (done) expect(existsSync(source)).toBe(true);
    if (existsSync(source)) good(takeOut({ source, keyHex: begun.key, into: join(top, DISK, 'looked-at.db') }));
  },
  export({ top, done }) {
    const text = readFileSync(join(top, DISK, EXPORT), 'utf8');
    if (done) expect(text).not.toBe(EARLIER_EXPORT);
    // Its headings, and a line for each case.
    if (text !== EARLIER_EXPORT) expect(text.match(/\r\n/g)).toHaveLength(1 + NOW);
  },
  'backup thrown away'({ found, done }) {
    expect(done ? [0] : [0, 1]).toContain(found.backups);
  },
  settings({ found, done }) {
    expect(done ? ['Another name'] : ['Office', 'Another name']).toContain(found.name);
  },
};

/** Two cuts that leave the same are one. */
const markOf = ({ names, contents, half }: CutState): string =>
  JSON.stringify(
    [...names].map(([path, { file, content }]) => [path, content === null ? '' : (contents.get(file) ?? half)]).sort(),
  );

interface CutAt {
  readonly state: CutState;
  readonly done: boolean;
}

/** So many of them, from the first to the last, each as far from the next. */
const evenly = (states: readonly CutAt[], most: number): CutAt[] =>
  states.length <= most
    ? [...states]
    : Array.from(
        { length: most },
        (_none, index) => states[Math.round((index * (states.length - 1)) / (most - 1))],
      ).filter((state) => state !== undefined);

/** Made once: every deed begins with a copy of it. */
let office: { readonly top: string; readonly begun: After['begun'] };

beforeAll(async () => {
  const top = mkdtempSync(join(tmpdir(), 'caseharbor power '));
  office = { top, begun: await makeOffice(top) };
});

afterAll(() => rmSync(office.top, { recursive: true, force: true }));

/** Does a deed with the folder `top`, and gives what the power cuts on the way can leave; `done`: once its doer was told. */
function cutsOf(deed: string, top: string, journal: string): { readonly count: number; readonly states: CutAt[] } {
  mkdirSync(journal);
  const script = join(import.meta.dirname, '../support/power/recording-process.ts');
  const env = { ...process.env, [RECORD]: JSON.stringify({ root: top, journal }) };
  const run = spawnSync(process.execPath, [script, deed, top], { env, encoding: 'utf8' });
  expect(run.status, run.stderr).toBe(0);
  const [first, ...operations] = readFileSync(join(journal, 'operations'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Operation);
  const all = new Map<string, CutAt>();
  for (const state of cuts(first?.tree ?? {}, operations)) {
    const done = state.when.startsWith(`${operations.length - 1} `);
    const mark = `${done} ${markOf(state)}`;
    if (!all.has(mark)) all.set(mark, { state, done });
  }
  return { count: operations.length, states: [...all.values()] };
}

/** Two folders of a test's own, one for what is recorded and one for the record of it. */
function folders(): { readonly top: string; readonly journal: string } {
  const folder = mkdtempSync(join(tmpdir(), 'caseharbor power '));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return { top: join(folder, 'top'), journal: join(folder, 'journal') };
}

test.each(Object.keys(DEEDS))(
  'a power cut at any file operation of a %s leaves what was, or what was to be',
  { timeout: 120_000 },
  async (deed) => {
    const { top, journal } = folders();
    const { begun } = office;
    cpSync(office.top, top, { recursive: true });
    const { count, states } = cutsOf(deed, top, journal);
    const tried = evenly(states, MOST);
    for (const { state, done } of tried) {
      rmSync(top, { recursive: true, force: true });
      layOut(state, journal, top);
      try {
        const found = await lookAfter(top);
        if (!['restore', 'repair'].includes(deed)) expect(found.cases).toBe(NOW);
        if (!['backup', 'backup thrown away'].includes(deed)) expect(found.backups).toBe(1);
        await EXPECTED[deed]?.({ top, begun, done, found });
      } catch (error) {
        throw new Error(`after ${state.when} (done: ${done})`, { cause: error });
      }
    }
    expect(tried.length).toBeGreaterThan(3);
    process.stdout.write(`${deed}: ${count} file operations, ${tried.length} of ${states.length} power cuts tried\n`);
  },
);

test.each(Object.entries(ASIDE))('a power cut loses no damaged %s that is moved aside', (deed, { file }) => {
  const { top, journal } = folders();
  mkdirSync(top);
  writeFileSync(join(top, file), DAMAGED);
  const { states } = cutsOf(deed, top, journal);
  for (const { state } of states) {
    rmSync(top, { recursive: true, force: true });
    layOut(state, journal, top);
    const files = readdirSync(top, { withFileTypes: true }).filter((each) => each.isFile());
    const contents = files.map(({ name }) => readFileSync(join(top, name), 'utf8'));
    expect(contents, state.when).toContain(DAMAGED);
  }
  expect(states.length).toBeGreaterThan(3);
});
