import type { Counts, Loss, LossKind } from '../../../shared/contract/backups.ts';
import type { Connection, NoParameters } from '../connection.ts';
import { isWithin, type Damage } from './salvage.ts';
import type { TableNames } from './tables.ts';
import type { Gap } from './trees.ts';

/** A table whose rows are numbered one after the other, and what else names its numbers. */
interface Numbered {
  readonly table: string;
  readonly id: string;
  readonly pointers: string;
}

const CASES = {
  table: 'cases',
  id: 'id',
  pointers: 'SELECT case_id FROM checks UNION SELECT case_id FROM observations',
};
const CHECKS = { table: 'checks', id: 'id', pointers: 'SELECT 0' };
const CHANGES = { table: 'changes', id: 'id', pointers: 'SELECT change_id FROM outbox' };

const NUMBERED: Partial<Record<LossKind, Numbered>> = {
  contents: {
    table: 'observations',
    id: 'id',
    pointers: 'SELECT observation_id FROM cases UNION SELECT before_id FROM changes UNION SELECT after_id FROM changes',
  },
  edits: { table: 'edits', id: 'id', pointers: 'SELECT undoes FROM edits' },
  lines: { table: 'ledger', id: 'number', pointers: 'SELECT number FROM ledger_ends' },
  certificates: { table: 'purges', id: 'id', pointers: 'SELECT purge_id FROM cases' },
};

/** Tables of which nobody can tell how many rows they had. */
const UNNUMBERED: Partial<Record<LossKind, string>> = { titles: 'titles', holds: 'holds', rules: 'meta' };

/** What is known to be lost, and whether the end of a numbered table is: then nobody knows whether more stood there. */
export interface Losses {
  readonly lost: Counts;
  readonly others: readonly Loss[];
  readonly openEnd: boolean;
}

/**
 * What is known to have been there: numbers that are missing within a gap up to the highest that is known, be it from a row
 * that points at it. A number may also be missing because its row was deleted, so this is the most that it can be; rows after
 * the highest known number are known to nobody. To be asked before anything is mended.
 */
export function knownLosses(connection: Connection, tables: TableNames, damage: Damage): Losses {
  const gapsOf = (table: string): readonly Gap[] => damage.gaps.get(table) ?? [];
  const isOpen = ({ table }: Numbered): boolean => gapsOf(table).some(({ upTo }) => upTo === null);
  const numbered = Object.entries(NUMBERED).filter(([, { table }]) => tables.has(table));
  // Each run of checks says how many answers and changes it had.
  const byPulls = countedByPulls(connection);
  const inNumbers = numbered.map(([what, table]): Loss => {
    const atMost = missing(connection, table, gapsOf(table.table));
    return { what: what as LossKind, atMost };
  });
  const inWords = Object.entries(UNNUMBERED)
    .filter(([, table]) => gapsOf(table).length > 0)
    .map(([what]): Loss => ({ what: what as LossKind, atMost: null }));
  return {
    lost: {
      cases: missing(connection, CASES, gapsOf('cases')),
      answers: Math.max(byPulls.answers, missing(connection, CHECKS, gapsOf('checks'))),
      changes: Math.max(byPulls.changes, missing(connection, CHANGES, gapsOf('changes'))),
      notes: 0,
    },
    others: [...inNumbers, ...otherLines(connection, tables, damage), ...inWords].filter(({ atMost }) => atMost !== 0),
    // The end of the ledger is written down beside it.
    openEnd: [CASES, CHECKS, CHANGES, ...numbered.map(([, table]) => table)].some(
      (table) => isOpen(table) && (table.table !== 'ledger' || gapsOf('ledger_ends').length > 0),
    ),
  };
}

function missing(connection: Connection, { table, id, pointers }: Numbered, gaps: readonly Gap[]): number {
  if (gaps.length === 0) return 0;
  // The lines of a ledger up to its anchor were let go.
  const first = table === 'ledger' ? `ifnull((SELECT number FROM ledger_ends WHERE which = 'anchor'), 0) + 1` : '1';
  const numbers = connection.statement<NoParameters, { number: number }>(
    `losses.${table}`,
    `WITH RECURSIVE known (number) AS (SELECT ${id} FROM ${table} UNION ${pointers}),
       numbers (number) AS (SELECT ${first} UNION ALL SELECT number + 1 FROM numbers
         WHERE number < (SELECT max(number) FROM known))
     SELECT number FROM numbers
     WHERE number NOT IN (SELECT ${id} FROM ${table}) AND number <= (SELECT max(number) FROM known)`,
  );
  return numbers.all({}).filter(({ number }) => isWithin(number, gaps)).length;
}

function countedByPulls(connection: Connection): { answers: number; changes: number } {
  const counted = connection.statement<NoParameters, { answers: number; changes: number }>(
    'losses.pulls',
    `SELECT ifnull(sum(done), 0) - (SELECT count(*) FROM checks WHERE answer IS NOT NULL) AS answers,
       ifnull(sum(changes), 0) - (SELECT count(*) FROM changes) AS changes FROM pulls`,
  );
  return counted.get({}) ?? { answers: 0, changes: 0 };
}

/** The ledgers that came with a merge say themselves how long they are, where that still reads. */
function otherLines(connection: Connection, tables: TableNames, { gaps }: Damage): Loss[] {
  if (!tables.has('chains')) return [];
  if (gaps.has('chains')) return [{ what: 'other_lines', atMost: null }];
  const short = connection.statement<NoParameters, { lines: number }>(
    'losses.chains',
    `SELECT ifnull(sum(head_number - anchor_number), 0) - (SELECT count(*) FROM chain_lines) AS lines FROM chains`,
  );
  return [{ what: 'other_lines', atMost: Math.max(0, short.get({})?.lines ?? 0) }];
}
