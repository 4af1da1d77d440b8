import { existsSync } from 'node:fs';
import { EDITED_FIELDS } from '../../../shared/contract/cases.ts';
import type { Conflict, MergePreview } from '../../../shared/contract/bundles.ts';
import { fail, ok, type Result } from '../../../shared/problem.ts';
import { openConnection, type Connection, type NoParameters } from '../connection.ts';
import { verifyLedger } from '../ledger/verify.ts';
import { problemOf } from '../problems.ts';
import type { Tell } from '../types.ts';
import { differs, valueOf } from './fields.ts';
import { useMemory } from './unite.ts';

export interface CompareBundleOrder {
  readonly path: string;
  readonly keyHex: string;
  /** The database that was taken out of a bundle, and its key. */
  readonly bundle: string;
  readonly bundleKeyHex: string;
  readonly nativeBinding?: string | undefined;
}

/** So many conflicts are listed one by one. */
const LISTED = 100;

/** What a merge of the two would come to. Neither is altered. */
export function compareForMerge(order: CompareBundleOrder, tell: Tell = () => undefined): Result<MergePreview> {
  const { path, bundle, nativeBinding } = order;
  if (!existsSync(path) || !existsSync(bundle)) return fail('database_missing');
  try {
    const theirs = { kind: 'raw', hex: order.bundleKeyHex } as const;
    const there = openConnection({ path: bundle, key: theirs, readonly: true, mustExist: true, nativeBinding });
    let brokenAt: number | null;
    try {
      brokenAt = verifyLedger(there, tell).broken?.number ?? null;
    } finally {
      there.close();
    }
    const ours = { kind: 'raw', hex: order.keyHex } as const;
    const connection = openConnection({ path, key: ours, readonly: true, mustExist: true, nativeBinding });
    try {
      connection.attach(bundle, 'there', theirs);
      useMemory(connection);
      return ok({ ...previewOf(connection), brokenAt });
    } finally {
      connection.close();
    }
  } catch (error) {
    return problemOf(error);
  }
}

/** Cases that both have, and that are not alike. Those that are being deleted for good on either side take no part. */
const DIFFERING = `CREATE TEMP TABLE differing AS SELECT ours.id AS here, theirs.id AS there
  FROM main.cases AS ours JOIN there.cases AS theirs ON theirs.receipt = ours.receipt
  WHERE ours.purge_id IS NULL AND theirs.purge_id IS NULL AND (${[
    ...EDITED_FIELDS.map((field) => `ours.${field} <> theirs.${field}`),
    ...['archived', 'deleted'].map((over) => `(ours.${over}_at IS NULL) <> (theirs.${over}_at IS NULL)`),
  ].join(' OR ')})`;

/** Each conflict as a row. */
const CONFLICTING = [
  ...EDITED_FIELDS.map((field) => [field, valueOf(field, 'ours'), valueOf(field, 'theirs'), differs(field)] as const),
  ...(['archived', 'deleted'] as const).map((over) => {
    const [ours, theirs] = [`(ours.${over}_at IS NOT NULL)`, `(theirs.${over}_at IS NOT NULL)`];
    return [over, `CAST(${ours} AS TEXT)`, `CAST(${theirs} AS TEXT)`, `${ours} <> ${theirs}`] as const;
  }),
].map(
  ([
    over,
    here,
    there,
    condition,
  ]) => `SELECT ours.receipt AS receipt, '${over}' AS over, ${here} AS here, ${there} AS there
    FROM differing JOIN main.cases AS ours ON ours.id = differing.here
    JOIN there.cases AS theirs ON theirs.id = differing.there WHERE ${condition}`,
);

function previewOf(connection: Connection): Omit<MergePreview, 'brokenAt'> {
  const counts = connection.statement<
    NoParameters,
    Pick<MergePreview, 'onlyHere' | 'onlyThere' | 'both' | 'inTrashThere' | 'filings'>
  >(
    'merge.counts',
    `SELECT
       (SELECT count(*) FROM main.cases WHERE receipt NOT IN (SELECT receipt FROM there.cases)) AS onlyHere,
       (SELECT count(*) FROM there.cases
          WHERE purge_id IS NULL AND receipt NOT IN (SELECT receipt FROM main.cases)) AS onlyThere,
       (SELECT count(*) FROM main.cases AS ours JOIN there.cases AS theirs ON theirs.receipt = ours.receipt) AS both,
       (SELECT count(*) FROM there.cases WHERE deleted_at IS NOT NULL AND purge_id IS NULL
          AND receipt NOT IN (SELECT receipt FROM main.cases)) AS inTrashThere,
       (SELECT count(*) FROM main.titles AS ours JOIN there.titles AS theirs ON theirs.key = ours.key
          WHERE ours.status_group <> theirs.status_group) AS filings`,
  );
  connection.statement<NoParameters>('merge.differing', DIFFERING).run({});
  const conflicts = CONFLICTING.join('\nUNION ALL\n');
  const total = connection.statement<NoParameters, { total: number }>(
    'merge.conflicts',
    `SELECT count(*) AS total FROM (${conflicts})`,
  );
  // What may be a surprise first.
  const some = connection.statement<NoParameters, Conflict>(
    'merge.listed',
    `SELECT * FROM (${conflicts}) ORDER BY over <> 'deleted', receipt, over LIMIT ${LISTED}`,
  );
  const found = counts.get({});
  if (found === undefined) throw new Error('A count without a row');
  return { ...found, conflicts: total.get({})?.total ?? 0, listed: some.all({}) };
}
