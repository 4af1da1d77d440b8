import { createHash } from 'node:crypto';
import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openConnection, type Connection } from '../../electron/store/connection.ts';
import { openStore } from '../../electron/store/open.ts';
import type { Store } from '../../electron/store/store.ts';
import { writeBackLog } from '../../electron/store/write-back.ts';
import { instant } from '../../shared/clock.ts';
import { seededRandom, type Random } from '../../shared/random.ts';
import { brokenRules } from '../support/store-rules.ts';
import { addCase, content, KEY, NOON, notRecognised, status, temporaryFolder } from '../support/temporary-store.ts';

/**
 * What a power cut can leave behind, by SQLite's own order of writing and syncing. Until the log is synced it only grows, and
 * any beginning of what is new in it may be on the disk, with anything in the sector that was under way, or any of its sectors
 * without the ones before. An answer waits for no sync: several transactions may be new. A checkpoint writes
 * pages into the database while the log is whole, so any mixture of old and new pages may stand there. Only when the
 * database is synced does the log begin anew, over its own old bytes.
 */
interface Files {
  readonly database: Buffer;
  readonly log: Buffer;
}

interface Moment extends Files {
  /** What the tables hold. */
  readonly state: string;
}

const PAGE = 4096;
const SECTOR = 512;
const LOG_HEADER = 32;
const FRAME_HEADER = 24;
/** Where the log's salts stand in its header: each frame carries them too, and they change when the log begins anew. */
const SALTS = [16, 24] as const;

const open = (path: string): Connection => openConnection({ path, key: { kind: 'raw', hex: KEY }, mustExist: true });

function stateOf(connection: Connection): string {
  const tables = connection.statement<object, { name: string }>(
    `tables ${connection.statements.size}`,
    `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'case_search%' AND name NOT LIKE 'sqlite_%'`,
  );
  const hash = createHash('sha256');
  for (const { name } of tables.all({}).sort((a, b) => a.name.localeCompare(b.name))) {
    const rows = connection.statement(`rows ${connection.statements.size}`, `SELECT * FROM "${name}"`).all({});
    hash.update(name).update(JSON.stringify(rows));
  }
  return hash.digest('hex');
}

/** What a program that starts after the cut finds: the state, once every rule was seen to hold. */
function stateAfter(folder: string, { database, log }: Files): string {
  const path = join(folder, 'after.db');
  for (const suffix of ['', '-wal', '-shm']) rmSync(`${path}${suffix}`, { force: true });
  writeFileSync(path, database);
  writeFileSync(`${path}-wal`, log);
  const connection = open(path);
  try {
    expect(brokenRules(connection)).toEqual([]);
    return stateOf(connection);
  } finally {
    connection.close();
  }
}

interface Step {
  readonly what: string;
  /** All is on the disk when it is done. */
  readonly synced: boolean;
}

const synced = (what: string): Step => ({ what, synced: true });

/** One transaction or one writing back each; tells what it was. */
function* work(store: Store, path: string, cases: readonly number[], random: Random): Generator<Step> {
  const any = (): number => cases[Math.floor(random.next() * cases.length)] ?? 0;
  for (let round = 1; round <= 5; round += 1) {
    const at = instant(NOON + round * 60_000);
    const pull = store.pulls.beginPull('schedule', [any(), any(), any()], at);
    yield synced('begin a pull');
    for (let check = store.pulls.nextCheck(pull.id); check !== null; check = store.pulls.nextCheck(pull.id)) {
      const title = random.next() < 0.5 ? 'Case Was Received' : 'Case Was Approved';
      const text = 'Invented words. '.repeat(Math.floor(random.next() * 400));
      const words = content(check.caseId, { title: { en: title, es: null }, description: { en: text, es: null } });
      const answer = random.next() < 0.2 ? notRecognised : status(words);
      store.pulls.recordAnswer(check.id, answer, at, () => instant(at + 1));
      yield { what: 'record an answer', synced: false };
    }
    store.outbox.take(at);
    yield synced('take from the outbox');
    store.cases.change(any(), { notes: 'A note. '.repeat(round * 30) }, at, () => at);
    yield synced('write a note');
    store.pulls.finishPull(pull.id, at);
    yield synced('finish the pull');
    // As the store's thread does it.
    writeBackLog({ path, key: { kind: 'raw', hex: KEY }, cut: false });
    yield synced('write the log back');
  }
}

/** Where the log ends: behind it stand frames of an earlier log, with other salts. */
function endOf(log: Buffer): number {
  const salts = log.subarray(...SALTS);
  let end = LOG_HEADER;
  while (end < log.length && log.subarray(end + 8, end + 16).equals(salts)) end += FRAME_HEADER + PAGE;
  return end;
}

/** Of the bytes between two places some sectors are the new ones, the others as they were, or empty where nothing was. */
function mixed(before: Buffer, after: Buffer, from: number, until: number, random: Random): Buffer {
  const log = Buffer.from(after);
  const old = Buffer.concat([before, Buffer.alloc(Math.max(0, after.length - before.length))]);
  for (let at = from - (from % SECTOR); at < until; at += SECTOR) {
    if (random.next() < 0.02) old.copy(log, at, at, at + SECTOR);
  }
  return log;
}

/** What a cut can leave behind a moment when all was synced, and whether all until the later one is acknowledged. */
function* cuts(
  before: Moment,
  after: Moment,
  isSynced: boolean,
  random: Random,
): Generator<Files & { readonly done: boolean }> {
  const beganAnew = !before.log.subarray(...SALTS).equals(after.log.subarray(...SALTS));
  const from = beganAnew ? 0 : endOf(before.log);
  const until = endOf(after.log);
  for (const cut of [
    from,
    Math.min(from + LOG_HEADER, until),
    Math.max(from, until - 1),
    ...Array.from({ length: 2 }, () => -1),
  ]) {
    const kept = cut >= 0 ? cut : from + Math.floor(random.next() * (until - from));
    const torn = Buffer.from(Array.from({ length: SECTOR }, () => Math.floor(random.next() * 256)));
    const under = random.next() < 0.5 ? torn : Buffer.alloc(0);
    const old = before.log.subarray(kept + under.length);
    yield { database: before.database, log: Buffer.concat([after.log.subarray(0, kept), under, old]), done: false };
  }
  for (let mixture = 0; mixture < 2; mixture += 1) {
    yield { database: before.database, log: mixed(before.log, after.log, from, until, random), done: false };
  }
  if (!isSynced) return;
  yield { database: before.database, log: after.log, done: true };
  for (let mixture = 0; mixture < 3 && !before.database.equals(after.database); mixture += 1) {
    const pages = Buffer.from(after.database);
    for (let at = 0; at < before.database.length; at += PAGE) {
      if (random.next() < 0.5) before.database.copy(pages, at, at, at + PAGE);
    }
    yield { database: pages, log: after.log, done: true };
  }
}

test('a power cut at any moment leaves what was acknowledged, and nothing half', async () => {
  const random = seededRandom(7);
  const folder = temporaryFolder();
  const path = join(folder, 'cases.db');
  const opened = openStore({ path, keyHex: KEY, createIfMissing: true });
  if (!opened.ok) throw new Error(opened.problem.kind);
  const store = opened.value;
  const cases = [];
  for (let number = 1; number <= 12; number += 1) cases.push(await addCase(store, number, `Client ${number}`));
  const moment = (): Moment => {
    const files = { database: readFileSync(path), log: readFileSync(`${path}-wal`) };
    const copy = join(folder, 'copy.db');
    rmSync(`${copy}-shm`, { force: true });
    copyFileSync(path, copy);
    copyFileSync(`${path}-wal`, `${copy}-wal`);
    const connection = open(copy);
    const state = stateOf(connection);
    connection.close();
    return { ...files, state };
  };
  let before = moment();
  /** What was not synced since, the synced state first. */
  let states = [before.state];
  let tried = 0;
  let lost = 0;
  let checkpoints = 0;
  let beginnings = 0;
  for (const step of work(store, path, cases, random)) {
    const after = moment();
    if (!before.database.equals(after.database)) checkpoints += 1;
    if (!before.log.subarray(...SALTS).equals(after.log.subarray(...SALTS))) beginnings += 1;
    states.push(after.state);
    for (const { done, ...files } of cuts(before, after, step.synced, random)) {
      tried += 1;
      const state = stateAfter(folder, files);
      if (done) expect(state, step.what).toBe(after.state);
      else expect(states, step.what).toContain(state);
      if (states.indexOf(state) < states.length - 2) lost += 1;
    }
    if (!step.synced) continue;
    before = after;
    states = [after.state];
  }
  store.close();
  expect(tried).toBeGreaterThan(200);
  expect(lost, 'more than one transaction at once').toBeGreaterThan(10);
  expect(checkpoints).toBeGreaterThan(3);
  expect(beginnings).toBeGreaterThan(3);
});
