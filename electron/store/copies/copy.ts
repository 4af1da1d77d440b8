import { existsSync, rmSync } from 'node:fs';
import { done, fail, type Result } from '../../../shared/problem.ts';
import { openConnection, type Connection, type DatabaseKey } from '../connection.ts';
import { publish } from '../disk.ts';
import { APPLICATION_ID, isWhole, newest, versionOf } from '../schema/migrations.ts';
import { problemOf } from '../problems.ts';
import { MIGRATIONS } from '../schema/steps.ts';
import { draftOf } from '../write-beside.ts';

/** How much of `total` is done. */
interface Progress {
  readonly done: number;
  readonly total: number;
}

export interface CopyOrder {
  readonly source: string;
  readonly sourceKey: DatabaseKey;
  readonly target: string;
  readonly targetKey: DatabaseKey;
  readonly nativeBinding?: string | undefined;
}

/** It is copied, encrypted anew, and checked: each takes about as long as the others. */
const STEPS = 3;

/**
 * Copies a database into another file under another key. The draft is encrypted from its first byte; it is checked and
 * on the disk before it gets its name. When this fails no draft stays.
 */
export function copyDatabase(order: CopyOrder, tell: (progress: Progress) => void = () => undefined): Result<null> {
  const draft = draftOf(order.target);
  try {
    if (!existsSync(order.source)) return fail('database_missing');
    if (existsSync(`${order.target}-wal`)) {
      return fail('file_failed', { detail: 'Another database of that name is in use, or was not closed.' });
    }
    rmSync(draft, { force: true });
    return copyByDraft(order, draft, tell);
  } catch (error) {
    return problemOf(error);
  } finally {
    rmSync(draft, { force: true });
    rmSync(`${draft}-journal`, { force: true });
  }
}

function copyByDraft(order: CopyOrder, draft: string, tell: (progress: Progress) => void): Result<null> {
  const { nativeBinding } = order;
  const source = openConnection({
    path: order.source,
    key: order.sourceKey,
    readonly: true,
    mustExist: true,
    nativeBinding,
  });
  let version: number;
  try {
    version = versionOf(source);
    if (source.pragma('application_id') !== APPLICATION_ID) {
      return fail('database_unreadable', { detail: 'This file is no database of this program.' });
    }
    if (version > newest(MIGRATIONS)) {
      return fail('database_newer', { detail: `version ${version}, known ${newest(MIGRATIONS)}` });
    }
    source.copyTo(draft);
  } finally {
    source.close();
  }
  tell({ done: 1, total: STEPS });
  rekey(openConnection({ path: draft, key: order.sourceKey, mustExist: true, nativeBinding }), order.targetKey);
  tell({ done: 2, total: STEPS });
  const copy = openConnection({ path: draft, key: order.targetKey, readonly: true, mustExist: true, nativeBinding });
  if (!isWhole(copy, version)) return fail('database_unreadable', { detail: 'The copy is not whole.' });
  publish(draft, order.target);
  tell({ done: STEPS, total: STEPS });
  return done;
}

function rekey(copy: Connection, key: DatabaseKey): void {
  try {
    copy.rekey(key);
  } finally {
    copy.close();
  }
}
