import { copyFileSync, existsSync, mkdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openConnection } from '../../electron/store/connection.ts';
import { openStore } from '../../electron/store/open.ts';
import { saltOf } from '../../electron/store/repair/pages.ts';
import { repairDatabase } from '../../electron/store/repair/repair.ts';
import { nextPath } from '../../electron/store/copies/swap.ts';
import { takeSnapshot } from '../../electron/store/copies/snapshot.ts';
import { SNAPSHOT_DATABASE } from '../../electron/store/copies/snapshots.ts';
import type { Counts, RepairOutcome } from '../../shared/contract/backups.ts';
import { instant, MINUTE, type Instant } from '../../shared/clock.ts';
import type { Random } from '../../shared/random.ts';
import { content, KEY, noBreath, NOON, receipt, status } from './temporary-store.ts';

/** A database to be damaged, with a backup of it from before its last tenth. */
export interface Whole {
  readonly path: string;
  readonly backup: { readonly path: string; readonly at: Instant };
  readonly rows: Rows;
  /** What the workspace's own file keeps of the file's beginning. */
  readonly salt: string;
}

/** What a person would miss, each row by all that it says. */
interface Rows {
  readonly cases: ReadonlySet<string>;
  readonly answers: ReadonlySet<string>;
  readonly changes: ReadonlySet<string>;
  readonly notes: ReadonlySet<string>;
}

const KINDS = ['cases', 'answers', 'changes', 'notes'] as const;

const SQL = {
  cases: `SELECT receipt AS said FROM cases`,
  answers: `SELECT receipt || checks.asked_at || answer AS said FROM checks JOIN cases ON cases.id = case_id WHERE answer IS NOT NULL`,
  changes: `SELECT receipt || seen_at || kinds AS said FROM changes JOIN cases ON cases.id = case_id`,
  notes: `SELECT receipt || client || notes AS said FROM cases WHERE notes <> ''`,
} as const;

function rowsOf(path: string): Rows {
  const connection = openConnection({ path, key: { kind: 'raw', hex: KEY }, mustExist: true });
  try {
    const read = (kind: (typeof KINDS)[number]): ReadonlySet<string> =>
      new Set(
        connection
          .statement<object, { said: string }>(kind, SQL[kind])
          .all({})
          .map(({ said }) => said),
      );
    return { cases: read('cases'), answers: read('answers'), changes: read('changes'), notes: read('notes') };
  } finally {
    connection.close();
  }
}

/** Makes a database as an office has it: cases, some with notes, each asked several times, with changes. */
export async function makeWhole(folder: string, cases: number): Promise<Whole> {
  const path = join(folder, 'cases.db');
  const opened = openStore({ path, keyHex: KEY, createIfMissing: true });
  if (!opened.ok) throw new Error(opened.problem.kind);
  const store = opened.value;
  const entered = Array.from({ length: cases }, (_each, number) => ({
    receipt: receipt(number),
    client: `An invented client ${number}`,
    label: '',
  }));
  const { added } = await store.cases.add(entered, NOON, noBreath);
  for (const id of added.filter((_id, index) => index % 7 === 0)) {
    store.cases.change(id, { notes: 'Invented notes. '.repeat(1 + (id % 400)) }, NOON, () => null);
  }
  const pull = (round: number, ids: readonly number[]): void => {
    const at = instant(NOON + round * 60 * MINUTE);
    const { id: pullId } = store.pulls.beginPull('schedule', ids, at);
    for (let check = store.pulls.nextCheck(pullId); check !== null; check = store.pulls.nextCheck(pullId)) {
      const number = Number(check.receipt.slice(3)) - 9_000_000_000;
      const title = { en: (number + round) % 4 === 0 ? 'Case Was Approved' : 'Case Was Received', es: null };
      const words = 'Invented words. '.repeat(1 + (number % 30));
      const answer = status(content(number, { title, description: { en: words, es: null } }));
      store.pulls.recordAnswer(check.id, answer, at, () => instant(at + MINUTE));
    }
    store.pulls.finishPull(pullId, at);
    store.outbox.take(at);
  };
  for (const round of [1, 2, 3]) pull(round, added);
  const at = instant(NOON + 1000 * MINUTE);
  const saved = takeSnapshot({ path, keyHex: KEY, into: join(folder, 'backups'), at, reason: 'daily', slot: null });
  if (!saved.ok) throw new Error(saved.problem.kind);
  pull(4, added.slice(0, Math.floor(cases / 3)));
  store.close();
  return {
    path,
    backup: { path: join(folder, 'backups', saved.value.id, SNAPSHOT_DATABASE), at },
    rows: rowsOf(path),
    salt: saltOf(path).toString('hex'),
  };
}

/** One way of damaging a file. */
export interface Damaging {
  readonly kind: string;
  readonly damage: (path: string) => void;
}

export function flips(random: Random, count: number): Damaging[] {
  return Array.from({ length: count }, () => ({
    kind: 'one byte flipped',
    damage(path) {
      const bytes = readFileSync(path);
      const at = Math.floor(random.next() * bytes.length);
      bytes[at] = (bytes[at] ?? 0) ^ (1 + Math.floor(random.next() * 255));
      writeFileSync(path, bytes);
    },
  }));
}

export function truncations(count: number): Damaging[] {
  return Array.from({ length: count }, (_each, index) => ({
    kind: 'cut off',
    damage: (path) => truncateSync(path, Math.floor((statSync(path).size * index) / count)),
  }));
}

const overwrite = (kind: string, from: number, bytes: (length: number) => Buffer, length: number | null): Damaging => ({
  kind,
  damage(path) {
    const whole = readFileSync(path);
    const size = length ?? whole.length - from;
    bytes(size).copy(whole, from);
    writeFileSync(path, whole);
  },
});

export const SPECIAL: readonly Damaging[] = [
  overwrite('first page zeroed', 0, (length) => Buffer.alloc(length), 4096),
  overwrite('the first 16 bytes zeroed', 0, (length) => Buffer.alloc(length), 16),
  overwrite('ten pages in the middle zeroed', 20 * 4096, (length) => Buffer.alloc(length), 10 * 4096),
  overwrite('all but the first forty pages zeroed', 40 * 4096, (length) => Buffer.alloc(length), null),
  {
    kind: 'a foreign file in its place',
    damage: (path) => writeFileSync(path, 'This is a letter and no database.\n'.repeat(3000)),
  },
];

/** What came of one damaged file. */
export interface Trial {
  readonly kind: string;
  /** Did it open as if nothing were wrong? */
  readonly opened: boolean;
  /** Null: nothing could be repaired. */
  readonly outcome: Omit<RepairOutcome, 'keptIn'> | null;
  /** What really is missing after the repair. */
  readonly missing: Counts;
}

export function tryDamage(whole: Whole, { kind, damage }: Damaging, folder: string, withBackup: boolean): Trial {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'cases.db');
  copyFileSync(whole.path, path);
  damage(path);
  const damaged = readFileSync(path);
  const opened = openStore({ path, keyHex: KEY, createIfMissing: false });
  if (opened.ok) opened.value.close();
  // Opening may write; a repair gets the file as it was damaged.
  writeFileSync(path, damaged);
  const repaired = repairDatabase({ path, keyHex: KEY, backups: withBackup ? [whole.backup] : [], salt: whole.salt });
  if (!readFileSync(path).equals(damaged)) throw new Error('The damaged file was altered');
  if (!repaired.ok) {
    if (existsSync(nextPath(path))) throw new Error('A repair that failed left something');
    return { kind, opened: opened.ok, outcome: null, missing: sizesOf(whole.rows) };
  }
  const rows = rowsOf(nextPath(path));
  const missing = Object.fromEntries(
    KINDS.map((each) => [each, [...whole.rows[each]].filter((row) => !rows[each].has(row)).length]),
  ) as unknown as Counts;
  return { kind, opened: opened.ok, outcome: repaired.value, missing };
}

const sizesOf = (rows: Rows): Counts => ({
  cases: rows.cases.size,
  answers: rows.answers.size,
  changes: rows.changes.size,
  notes: rows.notes.size,
});

/** The outcomes as a table of Markdown: how many trials of a kind, and the mean and greatest loss of each sort of row. */
export function tableOf(trials: readonly Trial[], whole: Whole): string {
  const sizes = sizesOf(whole.rows);
  const lines = [...new Set(trials.map(({ kind }) => kind))].map((kind) => {
    const all = trials.filter((trial) => trial.kind === kind);
    const loss = (of: (typeof KINDS)[number]): string => {
      const lost = all.map(({ missing }) => missing[of]);
      const mean = lost.reduce((sum, each) => sum + each, 0) / all.length;
      return `${mean.toFixed(1)} / ${Math.max(...lost)}`;
    };
    const repaired = all.filter(({ outcome }) => outcome !== null).length;
    const opened = all.filter((trial) => trial.opened).length;
    return `| ${[kind, all.length, opened, repaired, ...KINDS.map(loss)].join(' | ')} |`;
  });
  const total = KINDS.map((kind) => `${kind} (${sizes[kind]})`);
  return [
    `| damage | trials | still opened | repaired | ${total.join(' | ')} |`,
    `| --- | --- | --- | --- | ${KINDS.map(() => '---').join(' | ')} |`,
    ...lines,
  ].join('\n');
}
