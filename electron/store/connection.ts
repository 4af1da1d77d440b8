import Sqlite from 'better-sqlite3';
import type { Clock, Milliseconds } from '../../shared/clock.ts';
import { BUSY_TIMEOUT, createLog, type Log, type LogLength, type WriteBack } from './log.ts';

/** What opens a database: 32 random bytes as 64 hexadecimal digits, or (backups only) a passphrase. */
export type DatabaseKey =
  { readonly kind: 'raw'; readonly hex: string } | { readonly kind: 'passphrase'; readonly text: string };

/** Hears of statements that took long. It is told the statement's name only: parameters can hold names and receipts. */
interface SlowLog {
  readonly clock: Clock;
  readonly onSlow: (name: string, took: Milliseconds) => void;
}

interface ConnectionOptions {
  readonly path: string;
  /** Null: a file that is not encrypted, since it holds nothing about anybody. */
  readonly key: DatabaseKey | null;
  readonly readonly?: boolean;
  /** Fails with SQLITE_CANTOPEN instead of making an empty file. */
  readonly mustExist: boolean;
  /** The driver's native part, where it is not in its own package; undefined: the package's. */
  readonly nativeBinding?: string | undefined;
  readonly slowLog?: SlowLog | undefined;
  /** Undefined: the connection writes its log back itself, every 1,000 pages. */
  readonly writeBack?: WriteBack | undefined;
}

/** From this on a statement counts as slow: a window that waits longer misses frames that a person sees. */
const SLOW: Milliseconds = 20;

/** A named statement with named parameters. It is compiled when it is first used. */
export interface Statement<Parameters extends object, Row> {
  all(parameters: Parameters): Row[];
  get(parameters: Parameters): Row | undefined;
  /** The first column of every row: a list of 100,000 ids is read in a third of the time that its rows would take. */
  column(parameters: Parameters): unknown[];
  /** Gives how many rows it altered, without those that triggers altered. */
  run(parameters: Parameters): { readonly changes: number; readonly lastId: number };
}

export type NoParameters = Readonly<Record<string, never>>;

/** One connection to one database, with every statement that it will ever run known by name. */
export class Connection {
  readonly #db: Sqlite.Database;
  readonly #slowLog: SlowLog | undefined;
  readonly #statements = new Map<string, string>();
  /** Made once: the driver makes four functions for each, which would cost more than many a statement. */
  readonly #transaction: (work: () => unknown) => unknown;
  readonly #log: Log;
  /** What the disk said of a transaction that was on its way to it. */
  #refused: unknown = null;

  constructor(db: Sqlite.Database, { slowLog, writeBack }: Pick<ConnectionOptions, 'slowLog' | 'writeBack'> = {}) {
    this.#db = db;
    this.#slowLog = slowLog;
    this.#log = createLog(db, writeBack);
    const transaction = db.transaction((work: () => unknown) => work());
    this.#transaction = (work) => transaction.immediate(work);
  }

  /** The text of each statement by its name: a test looks at every one's query plan. */
  get statements(): ReadonlyMap<string, string> {
    return this.#statements;
  }

  statement<Parameters extends object, Row = never>(name: string, sql: string): Statement<Parameters, Row> {
    if (this.#statements.has(name)) throw new Error(`Two statements are called ${name}`);
    this.#statements.set(name, sql);
    let prepared: Sqlite.Statement<[Parameters], Row> | undefined;
    let plucked: Sqlite.Statement<[Parameters]> | undefined;
    const compiled = (): Sqlite.Statement<[Parameters], Row> => (prepared ??= this.#db.prepare<[Parameters], Row>(sql));
    return {
      all: (parameters) => this.#timed(name, () => compiled().all(parameters)),
      get: (parameters) => this.#timed(name, () => compiled().get(parameters)),
      column: (parameters) =>
        this.#timed(name, () => (plucked ??= this.#db.prepare<[Parameters]>(sql).pluck()).all(parameters)),
      run: (parameters) => {
        const { changes, lastInsertRowid } = this.#timed(name, () => compiled().run(parameters));
        return { changes, lastId: Number(lastInsertRowid) };
      },
    };
  }

  /** Runs `work` in one transaction: all of it stands, on the disk, when this returns, or none when it throws. */
  write<Value>(work: () => Value): Value {
    this.#passOnRefusal();
    const value = this.#transaction(work) as Value;
    this.#log.wrote();
    return value;
  }

  /**
   * The same without waiting for the disk: `reachDisk`, `syncLog` or the next `write` brings it there. A killed program loses
   * nothing, a power cut may take it.
   */
  writeAhead<Value>(work: () => Value): Value {
    this.#passOnRefusal();
    this.#db.pragma('synchronous=NORMAL');
    try {
      return this.#transaction(work) as Value;
    } finally {
      this.#db.pragma('synchronous=FULL');
      this.#log.wroteAhead();
    }
  }

  /** The same, and it is on its way to the disk when this returns. Where the disk refuses it, the next transaction throws. */
  writeSoon<Value>(work: () => Value): Value {
    const value = this.writeAhead(work);
    this.#log.wrote();
    this.#log.reachDisk().catch((error: unknown) => {
      this.#refused = error;
    });
    return value;
  }

  /** How long the write-ahead log is, and how much of it is not written back yet. */
  log(): LogLength {
    return this.#log.length();
  }

  /** Waits until all that was written ahead is on the disk. */
  syncLog(): void {
    this.#log.sync();
  }

  /** The same for much: it is waited for elsewhere, and nobody is held up. */
  reachDisk(): Promise<void> {
    return this.#log.reachDisk();
  }

  /** Resolves when the log is short enough for bulk work to go on, which would make it longer and longer. */
  logHasRoom(): Promise<void> {
    return this.#log.hasRoom();
  }

  /**
   * Writes the log back and cuts it off, so that nothing is left in it of what was deleted. What the thread could not do is
   * done here; where a reader stands in the way it is left for the next time. Waits for nobody.
   */
  cutLog(): Promise<void> {
    return this.#log.cut();
  }

  #passOnRefusal(): void {
    const refused = this.#refused;
    this.#refused = null;
    // What the disk said, as it came.
    if (refused !== null) throw refused as Error;
  }

  /** Runs statements that are part of the program (schema, pragmas); never text from outside. */
  exec(sql: string): void {
    this.#db.exec(sql);
  }

  /** The first column of a pragma's first row. */
  pragma(text: string): unknown {
    return this.#db.pragma(text, { simple: true });
  }

  /** Lets statements call a function of ours. It must give the same for the same. */
  define(name: string, run: (value: string) => string): void {
    this.#db.function(name, { deterministic: true }, (value) => (typeof value === 'string' ? run(value) : null));
  }

  /** How long a chunk of a bulk write took; null where nobody measures. */
  stopwatch(): () => Milliseconds | null {
    const clock = this.#slowLog?.clock;
    const start = clock?.monotonic();
    return () => (clock === undefined || start === undefined ? null : clock.monotonic() - start);
  }

  /** Copies the database, with its key, to a path that must not exist. */
  copyTo(path: string): void {
    this.#db.prepare('VACUUM INTO ?').run(path);
  }

  /** Lets statements read another database too, as `name`; both are named in the program, never from outside. */
  attach(path: string, name: string, key: DatabaseKey): void {
    this.#db.prepare(`ATTACH DATABASE ? AS ${name} KEY ${keyLiteral(key)}`).run(path);
  }

  /** Is this column a part of what tells a table's rows apart? */
  isKey(table: string, column: string): boolean {
    const columns = this.#db.pragma(`table_info(${table})`) as { readonly name: string; readonly pk: number }[];
    return columns.some(({ name, pk }) => name === column && pk > 0);
  }

  /** Encrypts the database anew with another key. */
  rekey(key: DatabaseKey): void {
    this.#db.pragma(`rekey=${keyLiteral(key)}`);
  }

  close(): void {
    this.#db.close();
  }

  #timed<Value>(name: string, run: () => Value): Value {
    if (this.#slowLog === undefined) return run();
    const { clock, onSlow } = this.#slowLog;
    const start = clock.monotonic();
    try {
      return run();
    } finally {
      const took = clock.monotonic() - start;
      if (took >= SLOW) onSlow(name, took);
    }
  }
}

/**
 * Opens a connection and sets its cipher and key, in the one order that works: cipher, version, key, then the rest. Throws
 * the driver's error when the key does not fit; it never alters the file.
 */
export function openConnection(options: ConnectionOptions): Connection {
  const db = new Sqlite(options.path, {
    readonly: options.readonly ?? false,
    fileMustExist: options.mustExist,
    timeout: BUSY_TIMEOUT,
    ...(options.nativeBinding === undefined ? {} : { nativeBinding: options.nativeBinding }),
  });
  try {
    if (options.key !== null) {
      db.pragma(`cipher='sqlcipher'`);
      db.pragma('legacy=4');
      db.pragma(`key=${keyLiteral(options.key)}`);
    }
    db.prepare('SELECT count(*) FROM sqlite_schema').get();
    db.pragma('temp_store=MEMORY');
    db.pragma('foreign_keys=ON');
    return new Connection(db, options);
  } catch (error) {
    db.close();
    throw error;
  }
}

/**
 * A key as SQLCipher's pragmas want it. A passphrase is taken in one Unicode form, so that the same keys on another
 * computer's keyboard open the same file.
 */
function keyLiteral(key: DatabaseKey): string {
  if (key.kind === 'passphrase') return `'${key.text.normalize('NFC').replaceAll("'", "''")}'`;
  if (!/^[0-9a-f]{64}$/i.test(key.hex)) throw new Error('A database key is 64 hexadecimal digits');
  return `"x'${key.hex}'"`;
}

/** The driver's code of an error (`SQLITE_NOTADB`, for one); null when the error is not the database's. */
export const sqliteCode = (error: unknown): string | null => (error instanceof Sqlite.SqliteError ? error.code : null);
