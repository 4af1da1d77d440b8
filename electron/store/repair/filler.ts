import { sqliteCode, type Connection } from '../connection.ts';
import { NEAREST } from '../schema/v8.ts';
import type { StoredRow, Value } from './records.ts';
import type { Table } from './tables.ts';

/** Puts rows into a fresh database. The database itself judges each: what breaks a rule of the schema is refused. */
export interface Filler {
  /** A row of a file. False: refused. */
  add(table: Table, row: StoredRow, trust: Trust): boolean;
  /** A row by its columns. */
  put(table: Table, row: Record<string, Value>, trust: Trust): boolean;
}

/** `known`: a row of this table beyond doubt, of which a value that a constraint refuses is one that we do not know. */
type Trust = 'known' | 'guessed';

export function createFiller(connection: Connection): Filler {
  const statements = new Map<string, { run(values: Record<string, Value>): { readonly changes: number } }>();
  const insert = (table: Table, names: readonly string[], refusedBy: readonly string[]) => {
    const name = `repair.fill.${[table.name, names, ...refusedBy].join(' ')}`;
    const known = statements.get(name);
    if (known !== undefined) return known;
    const nearest = Object.fromEntries(refusedBy.flatMap((each) => Object.entries(NEAREST.get(each) ?? {})));
    const given = table.stored.map((each) => (names.includes(each) ? `@${each} AS ${each}` : `NULL AS ${each}`));
    const made = connection.statement<Record<string, Value>>(
      name,
      `INSERT INTO ${table.name} (${names.join(', ')}) SELECT ${names.map((each) => nearest[each] ?? each).join(', ')}
       FROM (SELECT ${given.join(', ')})`,
    );
    statements.set(name, made);
    return made;
  };
  function put(table: Table, row: Record<string, Value>, trust: Trust): boolean {
    for (const refusedBy: string[] = []; ;) {
      try {
        return insert(table, Object.keys(row), refusedBy).run(row).changes === 1;
      } catch (error) {
        if (!isRefusal(error)) throw error;
        const constraint = /^CHECK constraint failed: (\w+)$/.exec(error.message)?.[1] ?? '';
        if (trust === 'guessed' || !NEAREST.has(constraint) || refusedBy.includes(constraint)) return false;
        refusedBy.push(constraint);
      }
    }
  }
  return {
    put,
    add(table, { rowid, values }, trust) {
      // A row from before a column was added is shorter; one that is longer is another table's.
      if (values.length > table.stored.length || values.length === 0) return false;
      const row = Object.fromEntries(values.map((value, index) => [table.stored[index] ?? '', value]));
      if (table.rowid !== null) row[table.rowid] = rowid;
      return put(table, row, trust);
    },
  };
}

/** A text that should be JSON and is none is an error to SQLite, not a broken constraint. */
const isRefusal = (error: unknown): error is Error =>
  error instanceof Error &&
  (/^SQLITE_(CONSTRAINT|MISMATCH)/.test(sqliteCode(error) ?? '') || error.message === 'malformed JSON');
