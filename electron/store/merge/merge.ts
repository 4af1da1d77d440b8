import { existsSync } from 'node:fs';
import type { MergeOutcome } from '../../../shared/contract/bundles.ts';
import { isNothingNew } from '../../../shared/contract/nothing-new.ts';
import type { Instant } from '../../../shared/clock.ts';
import { fail, ok, type Result } from '../../../shared/problem.ts';
import { openConnection, type Connection } from '../connection.ts';
import { nextPath } from '../copies/swap.ts';
import { publish, removeDatabase } from '../disk.ts';
import { problemOf } from '../problems.ts';
import type { Tell } from '../types.ts';
import { showNewest, uniteCases, uniteHolds, uniteTitles } from './cases.ts';
import { uniteChains, type Origin } from './chains.ts';
import { uniteFields } from './fields.ts';
import { uniteHistory } from './history.ts';
import { runner, useMemory } from './unite.ts';

export interface MergeOrder {
  /** The database that nobody has open, and its key. */
  readonly path: string;
  readonly keyHex: string;
  /** The database that was taken out of a bundle, brought up to this version, and its key. It is only read. */
  readonly bundle: string;
  readonly bundleKeyHex: string;
  readonly origin: Origin;
  readonly at: Instant;
  readonly nativeBinding?: string | undefined;
}

/** A copy, what is brought in (`mergeAttached`), two checks, its place: each takes about as long as the others. */
const STEPS = 8;

/**
 * Makes a database beside this one (at `nextPath`, for `swapIn`) that has everything of both, case by case of one receipt
 * number: docs/bundles.md says what becomes of each thing. Neither is altered. All zero: everything was here already, and
 * there is nothing to swap in.
 */
export function mergeDatabases(order: MergeOrder, tell: Tell = () => undefined): Result<MergeOutcome> {
  const draft = `${nextPath(order.path)}.draft`;
  const { nativeBinding } = order;
  const ours = { kind: 'raw', hex: order.keyHex } as const;
  let kept = false;
  try {
    if (!existsSync(order.path) || !existsSync(order.bundle)) return fail('database_missing');
    removeDatabase(nextPath(order.path));
    removeDatabase(draft);
    const source = openConnection({ path: order.path, key: ours, readonly: true, mustExist: true, nativeBinding });
    try {
      source.copyTo(draft);
    } finally {
      source.close();
    }
    let passed = 0;
    const step = (): void => tell({ done: (passed += 1), total: STEPS });
    step();
    const connection = openConnection({ path: draft, key: ours, mustExist: true, nativeBinding });
    let added: MergeOutcome;
    try {
      // Only a copy is written, which counts for nothing until it was checked and is on the disk: nothing is taken back in it.
      connection.pragma('journal_mode=OFF');
      connection.pragma('synchronous=OFF');
      connection.pragma('secure_delete=ON');
      connection.pragma('foreign_keys=OFF');
      forgetStatistics(connection);
      connection.attach(order.bundle, 'there', { kind: 'raw', hex: order.bundleKeyHex });
      useMemory(connection);
      added = connection.write(() => mergeAttached(connection, order.origin, order.at, step));
      connection.exec('DETACH DATABASE there');
      const isWhole = connection.pragma('integrity_check') === 'ok';
      step();
      if (!isWhole || connection.pragma('foreign_key_check') !== undefined) {
        return fail('database_damaged', { detail: 'What was merged does not fit together.' });
      }
      step();
    } finally {
      connection.close();
    }
    if (isNothingNew(added)) return ok(added);
    publish(draft, nextPath(order.path));
    kept = true;
    tell({ done: STEPS, total: STEPS });
    return ok(added);
  } catch (error) {
    return problemOf(error);
  } finally {
    removeDatabase(draft);
    if (!kept) removeDatabase(nextPath(order.path));
  }
}

/** What the planner was told of a smaller time would let it read tables over and over. The next closing makes it anew. */
function forgetStatistics(connection: Connection): void {
  connection.exec('ANALYZE main.sqlite_schema; DROP TABLE IF EXISTS main.sqlite_stat1; ANALYZE main.sqlite_schema');
}

/** Merges the database that is attached as `there` into the open one, inside a transaction. */
function mergeAttached(connection: Connection, origin: Origin, at: Instant, step: () => void): MergeOutcome {
  const run = runner(connection);
  const merge = connection
    .statement<Origin & { at: Instant }>(
      'merge.begin',
      'INSERT INTO main.merges (at, workspace, name) VALUES (@at, @workspace, @name)',
    )
    .run({ ...origin, at }).lastId;
  const cases = uniteCases(run);
  const titles = uniteTitles(run);
  const held = uniteHolds(run);
  step();
  const united = uniteHistory(connection, run, merge, at);
  step();
  const shown = showNewest(run);
  const { taken, keptAside } = uniteFields(connection, merge, at);
  step();
  const ledgerLines = uniteChains(connection, run, merge, origin);
  step();
  // Titles may be filed otherwise here: at the next opening every case is grouped anew.
  if (cases + titles + shown > 0) run(`DELETE FROM main.meta WHERE key = 'status_groups'`);
  const { answers, changes, checks, edits } = united;
  const told = united.told + titles + held + shown + taken;
  const added = { cases, answers, changes, checks, edits, ledgerLines, keptAside, told };
  if (isNothingNew(added)) run(`DELETE FROM main.merges WHERE id = ${merge}`);
  return added;
}
