import type { ReceiptNumber } from '../../../shared/case/receipt-number.ts';
import type { Instant } from '../../../shared/clock.ts';
import type { LedgerOrigin } from '../../../shared/contract/ledger.ts';
import type { Connection, NoParameters } from '../connection.ts';
import { markOf } from './line.ts';

/** A line as it is stored. */
export interface StoredLine {
  readonly number: number;
  readonly at: Instant;
  readonly ledger_case_id: number;
  readonly key_id: number | null;
  readonly answer: string;
  readonly content: Buffer | null;
  readonly hash: Buffer;
}

export interface LedgerEnd {
  readonly number: number;
  readonly at: Instant | null;
  readonly hash: Buffer;
}

/** What stands behind the mark in a line. */
export interface MarkedCase {
  /** In hexadecimal digits. */
  readonly mark: string;
  /** Null: the case was purged. */
  readonly caseId: number | null;
  readonly salt: Buffer | null;
  readonly receipt: ReceiptNumber | null;
  /** The case was deleted and can still be restored: nothing that leaves the computer says which it is. */
  readonly deleted: boolean;
  /** The mark is that of this number with this salt; so it is, too, where there is neither any more. */
  readonly sound: boolean;
}

/** Reads a ledger from its first line to its last, for the store's thread. */
export interface LedgerReader {
  /** Whose it is; null: this office's own. */
  readonly origin: LedgerOrigin | null;
  readonly anchor: LedgerEnd;
  readonly head: LedgerEnd;
  readonly cases: ReadonlyMap<number, MarkedCase>;
  /** Fingerprints by id. */
  readonly keys: ReadonlyMap<number, string>;
  /** Every line there is, in order, in handy portions. */
  lines(): Generator<StoredLine[]>;
  /** The lines of these cases (by the ids of `cases` above), in order. */
  linesOf(ledgerCaseIds: readonly number[]): Generator<StoredLine[]>;
  /** The hash of the line before this one, as it is stored, in hexadecimal digits; null: there is none. */
  hashBefore(number: number): string | null;
}

interface CaseLine {
  readonly id: number;
  readonly case_id: number | null;
  readonly salt: Buffer | null;
  readonly mark: Buffer;
  readonly receipt: ReceiptNumber | null;
  readonly deleted_at: Instant | null;
}

/** Some milliseconds' work. */
const PORTION = 5000;

/** An end that is gone is taken for that of an empty ledger: then the first line is one too many. */
const NOTHING: LedgerEnd = { number: 0, at: null, hash: Buffer.alloc(32) };

/** Where the lines, cases and ends of a ledger stand. */
interface Place {
  /** What sets the names of its statements apart. */
  readonly name: string;
  readonly columns: string;
  readonly lines: string;
  readonly cases: string;
  readonly ends: string;
}

const OWN: Place = {
  name: 'ledger',
  columns: 'number, at, ledger_case_id, key_id, answer, content, hash',
  lines: 'ledger WHERE true',
  cases: 'ledger_cases AS named LEFT JOIN cases ON cases.id = case_id WHERE true',
  ends: 'SELECT which, number, at, hash FROM ledger_ends',
};

/** Of a chain that came with a merge. `id` is a number of ours. */
const chainPlace = (id: number): Place => ({
  name: `chain ${id}`,
  columns: 'number, at, chain_case_id AS ledger_case_id, key_id, answer, content, hash',
  lines: `chain_lines WHERE chain_id = ${id}`,
  cases: `chain_cases AS named LEFT JOIN cases ON cases.id = case_id WHERE chain_id = ${id}`,
  ends: `SELECT 'anchor' AS which, anchor_number AS number, anchor_at AS at, anchor_hash AS hash FROM chains WHERE id = ${id}
    UNION ALL SELECT 'head', head_number, head_at, head_hash FROM chains WHERE id = ${id}`,
});

interface ChainRow {
  readonly id: number;
  readonly workspace: string;
  readonly name: string;
}

/** The office's own ledger, and then every chain that came with a merge. */
export function ledgerReaders(connection: Connection): [own: LedgerReader, ...others: LedgerReader[]] {
  const chains = connection.statement<NoParameters, ChainRow>(
    'ledger.chains',
    'SELECT id, workspace, name FROM chains ORDER BY id',
  );
  const keys = connection.statement<NoParameters, { id: number; fingerprint: string }>(
    'ledger.keys',
    'SELECT id, fingerprint FROM ledger_keys',
  );
  const fingerprints = new Map(keys.all({}).map(({ id, fingerprint }) => [id, fingerprint]));
  const others = chains
    .all({})
    .map(({ id, workspace, name }) =>
      readerOf(connection, chainPlace(id), { mark: `${workspace}.${id}`, name }, fingerprints),
    );
  return [readerOf(connection, OWN, null, fingerprints), ...others];
}

function readerOf(
  connection: Connection,
  place: Place,
  origin: LedgerOrigin | null,
  keys: ReadonlyMap<number, string>,
): LedgerReader {
  const ends = connection.statement<NoParameters, LedgerEnd & { which: string }>(`${place.name}.ends`, place.ends);
  const cases = connection.statement<NoParameters, CaseLine>(
    `${place.name}.cases`,
    `SELECT named.id, case_id, salt, mark, receipt, deleted_at FROM ${place.cases}`,
  );
  const portion = connection.statement<{ after: number; limit: number }, StoredLine>(
    `${place.name}.portion`,
    `SELECT ${place.columns} FROM ${place.lines} AND number > @after ORDER BY number LIMIT @limit`,
  );
  const numbers = connection.statement<{ ids: string }, { number: number }>(
    `${place.name}.numbers`,
    origin === null
      ? 'SELECT number FROM ledger WHERE ledger_case_id IN (SELECT value FROM json_each(@ids))'
      : 'SELECT number FROM chain_lines WHERE chain_case_id IN (SELECT value FROM json_each(@ids))',
  );
  const these = connection.statement<{ numbers: string }, StoredLine>(
    `${place.name}.these`,
    `SELECT ${place.columns} FROM ${place.lines} AND number IN (SELECT value FROM json_each(@numbers)) ORDER BY number`,
  );
  const one = connection.statement<{ number: number }, { hash: Buffer }>(
    `${place.name}.one`,
    `SELECT hash FROM ${place.lines} AND number = @number`,
  );
  const end = (which: string): LedgerEnd => ends.all({}).find((each) => each.which === which) ?? NOTHING;
  const anchor = end('anchor');
  return {
    origin,
    anchor,
    head: end('head'),
    cases: new Map(cases.all({}).map((row) => [row.id, toMarkedCase(row)])),
    keys,
    *lines() {
      let after = Number.MIN_SAFE_INTEGER;
      for (;;) {
        const lines = portion.all({ after, limit: PORTION });
        const last = lines.at(-1);
        if (last === undefined) return;
        yield lines;
        after = last.number;
      }
    },
    *linesOf(ids) {
      const wanted = numbers.all({ ids: JSON.stringify(ids) }).map(({ number }) => number);
      wanted.sort((a, b) => a - b);
      for (let from = 0; from < wanted.length; from += PORTION) {
        yield these.all({ numbers: JSON.stringify(wanted.slice(from, from + PORTION)) });
      }
    },
    hashBefore(number) {
      const hash = number - 1 === anchor.number ? anchor.hash : one.get({ number: number - 1 })?.hash;
      return hash?.toString('hex') ?? null;
    },
  };
}

function toMarkedCase({ case_id, salt, mark, receipt, deleted_at }: CaseLine): MarkedCase {
  const sound =
    case_id === null ? salt === null : salt !== null && receipt !== null && markOf(salt, receipt).equals(mark);
  return { mark: mark.toString('hex'), caseId: case_id, salt, receipt, deleted: deleted_at !== null, sound };
}
