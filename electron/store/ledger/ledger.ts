import { randomBytes as systemRandomBytes } from 'node:crypto';
import type { ReceiptNumber } from '../../../shared/case/receipt-number.ts';
import type { Instant } from '../../../shared/clock.ts';
import type { LedgerEntry, LedgerSummary, OtherEntries } from '../../../shared/contract/ledger.ts';
import type { AnswerKind } from '../../../shared/service/answer.ts';
import type { Connection } from '../connection.ts';
import { hashOfContent, hashOfLine, markOf } from './line.ts';
import type { Breathe } from '../types.ts';

/** The hash-chained log of every check: proof of diligence (docs/ledger.md). */
export interface Ledger {
  summary(): LedgerSummary;
  /** The lines of a case, newest first, from those before `before` on (null: from the newest on), and how many it has. */
  ofCase(caseId: number, before: number | null, limit: number): { lines: LedgerEntry[]; total: number };
  /** The newest lines of a case in each ledger that came with a merge. */
  othersOfCase(caseId: number, limit: number): OtherEntries[];
  /**
   * Lets the oldest lines go, up to the first that is of `before` or later, and keeps an anchor from which the rest can be
   * verified. Gives how many went.
   */
  prune(before: Instant, breathe: Breathe): Promise<number>;
  /** For a case that is purged: its lines stay, and say no more of which case they are. Within the caller's transaction. */
  forgetCase(caseId: number): void;
}

/** What a check leaves in the ledger. */
export interface LedgerNote {
  readonly caseId: number;
  readonly at: Instant;
  readonly answer: AnswerKind;
  /** The fingerprint of the key that was asked with; null: not known. */
  readonly key: string | null;
  /** The observation's content as it is kept; null: the answer has none. */
  readonly content: string | null;
}

/** The side of the ledger that only the store itself uses. */
export interface LedgerWriter {
  /** Adds the line of a check. Within the caller's transaction, so that a check that is recorded has its line. */
  append(note: LedgerNote): void;
}

/** Where the next line goes, and what stands for its case; `id` null: the case has no line yet. */
interface Next {
  readonly number: number;
  readonly hash: Buffer;
  readonly id: number | null;
  readonly mark: Buffer | null;
}

interface EntryRow {
  readonly number: number;
  readonly at: Instant;
  readonly answer: AnswerKind;
  readonly fingerprint: string | null;
  readonly content: Buffer | null;
  readonly hash: Buffer;
}

interface ChainOfCase {
  readonly id: number;
  readonly chain: number;
  readonly workspace: string;
  readonly name: string;
  readonly total: number;
}

interface EndRow {
  readonly number: number;
  readonly at: Instant | null;
  readonly hash: Buffer;
}

/** So many lines are let go in one transaction: some milliseconds. */
const CHUNK = 200;

export function createLedger(connection: Connection, randomBytes = systemRandomBytes): Ledger & LedgerWriter {
  const next = connection.statement<{ caseId: number }, Next>(
    'ledger.next',
    `SELECT head.number + 1 AS number, head.hash, known.id, known.mark FROM ledger_ends AS head
     LEFT JOIN ledger_cases AS known ON known.case_id = @caseId WHERE head.which = 'head'`,
  );
  const receiptOf = connection.statement<{ caseId: number }, { receipt: ReceiptNumber }>(
    'ledger.receipt',
    'SELECT receipt FROM cases WHERE id = @caseId',
  );
  const addCase = connection.statement<{ caseId: number; salt: Buffer; mark: Buffer }>(
    'ledger.addCase',
    'INSERT INTO ledger_cases (case_id, salt, mark) VALUES (@caseId, @salt, @mark)',
  );
  const findKey = connection.statement<{ fingerprint: string }, { id: number }>(
    'ledger.key',
    'SELECT id FROM ledger_keys WHERE fingerprint = @fingerprint',
  );
  const addKey = connection.statement<{ fingerprint: string }>(
    'ledger.addKey',
    'INSERT INTO ledger_keys (fingerprint) VALUES (@fingerprint)',
  );
  const add = connection.statement<Record<string, string | number | Buffer | null>>(
    'ledger.add',
    `INSERT INTO ledger (number, at, ledger_case_id, key_id, answer, content, hash)
     VALUES (@number, @at, @ledgerCaseId, @keyId, @answer, @content, @hash)`,
  );
  const moveEnd = connection.statement<{ which: 'anchor' | 'head'; number: number; at: Instant; hash: Buffer }>(
    'ledger.moveEnd',
    'UPDATE ledger_ends SET number = @number, at = @at, hash = @hash WHERE which = @which',
  );
  const end = connection.statement<{ which: 'anchor' | 'head' }, EndRow>(
    'ledger.end',
    'SELECT number, at, hash FROM ledger_ends WHERE which = @which',
  );
  const oldest = connection.statement<{ after: number; limit: number }, EndRow & { at: Instant }>(
    'ledger.oldest',
    'SELECT number, at, hash FROM ledger WHERE number > @after ORDER BY number LIMIT @limit',
  );
  const deleteUpTo = connection.statement<{ number: number }>(
    'ledger.deleteUpTo',
    'DELETE FROM ledger WHERE number <= @number',
  );
  const ofCase = connection.statement<{ caseId: number; before: number; limit: number }, EntryRow>(
    'ledger.ofCase',
    `SELECT line.number, line.at, line.answer, ledger_keys.fingerprint, line.content, line.hash
     FROM ledger AS line LEFT JOIN ledger_keys ON ledger_keys.id = line.key_id
     WHERE line.ledger_case_id = (SELECT id FROM ledger_cases WHERE case_id = @caseId) AND line.number < @before
     ORDER BY line.number DESC LIMIT @limit`,
  );
  const countOfCase = connection.statement<{ caseId: number }, { total: number }>(
    'ledger.countOfCase',
    `SELECT count(*) AS total FROM ledger
     WHERE ledger_case_id = (SELECT id FROM ledger_cases WHERE case_id = @caseId)`,
  );
  const chainsOfCase = connection.statement<{ caseId: number }, ChainOfCase>(
    'ledger.chainsOfCase',
    `SELECT named.id, chains.id AS chain, chains.workspace, chains.name,
       (SELECT count(*) FROM chain_lines WHERE chain_case_id = named.id) AS total
     FROM chain_cases AS named JOIN chains ON chains.id = named.chain_id WHERE named.case_id = @caseId ORDER BY chains.id`,
  );
  const chainLines = connection.statement<{ id: number; limit: number }, EntryRow>(
    'ledger.chainLines',
    `SELECT line.number, line.at, line.answer, ledger_keys.fingerprint, line.content, line.hash
     FROM chain_lines AS line LEFT JOIN ledger_keys ON ledger_keys.id = line.key_id
     WHERE line.chain_case_id = @id ORDER BY line.number DESC LIMIT @limit`,
  );
  const forget = ['ledger_cases', 'chain_cases'].map((table) =>
    connection.statement<{ caseId: number }>(
      `ledger.forgetCase ${table}`,
      `UPDATE ${table} SET case_id = NULL, salt = NULL WHERE case_id = @caseId`,
    ),
  );

  function endAt(which: 'anchor' | 'head'): EndRow {
    const found = end.get({ which });
    if (found === undefined) throw new Error(`The ledger has no ${which}`);
    return found;
  }

  function newCase(caseId: number): { id: number; mark: Buffer } {
    const found = receiptOf.get({ caseId });
    if (found === undefined) throw new Error('A line for a case that is not there');
    const salt = randomBytes(16);
    const mark = markOf(salt, found.receipt);
    return { id: addCase.run({ caseId, salt, mark }).lastId, mark };
  }

  const idOfKey = (fingerprint: string): number =>
    findKey.get({ fingerprint })?.id ?? addKey.run({ fingerprint }).lastId;

  function pruneChunk(before: Instant): number {
    const lines = oldest.all({ after: endAt('anchor').number, limit: CHUNK });
    const staying = lines.findIndex(({ at }) => at >= before);
    const going = staying === -1 ? lines : lines.slice(0, staying);
    const last = going.at(-1);
    if (last !== undefined) {
      deleteUpTo.run({ number: last.number });
      moveEnd.run({ which: 'anchor', ...last });
    }
    return going.length;
  }

  return {
    append({ caseId, at, answer, key, content }) {
      const place = next.get({ caseId });
      if (place === undefined) throw new Error('The ledger has no head');
      const { number } = place;
      const known = place.id === null || place.mark === null ? newCase(caseId) : { id: place.id, mark: place.mark };
      const contentHash = content === null ? null : hashOfContent(content);
      const hash = hashOfLine(place.hash.toString('hex'), {
        number,
        at,
        mark: known.mark.toString('hex'),
        key: key ?? '',
        answer,
        content: contentHash?.toString('hex') ?? '',
      });
      const keyId = key === null ? null : idOfKey(key);
      add.run({ number, at, ledgerCaseId: known.id, keyId, answer, content: contentHash, hash });
      moveEnd.run({ which: 'head', number, at, hash });
    },
    summary() {
      const [anchor, head] = [endAt('anchor'), endAt('head')];
      const [first] = oldest.all({ after: anchor.number, limit: 1 });
      return {
        lines: head.number - anchor.number,
        first: first === undefined ? null : { number: first.number, at: first.at },
        last: head.at === null ? null : { number: head.number, at: head.at, hash: head.hash.toString('hex') },
        pruned: anchor.number,
      };
    },
    ofCase: (caseId, before, limit) => ({
      lines: ofCase.all({ caseId, before: before ?? Number.MAX_SAFE_INTEGER, limit }).map(toEntry),
      total: countOfCase.get({ caseId })?.total ?? 0,
    }),
    othersOfCase: (caseId, limit) =>
      chainsOfCase.all({ caseId }).map(({ id, chain, workspace, name, total }) => ({
        origin: { mark: `${workspace}.${chain}`, name },
        total,
        lines: chainLines.all({ id, limit }).map(toEntry),
      })),
    async prune(before, breathe) {
      let pruned = 0;
      for (;;) {
        const gone = connection.write(() => pruneChunk(before));
        pruned += gone;
        if (gone < CHUNK) return pruned;
        await breathe();
      }
    },
    forgetCase(caseId) {
      for (const each of forget) each.run({ caseId });
    },
  };
}

const toEntry = (row: EntryRow): LedgerEntry => ({
  number: row.number,
  at: row.at,
  answer: row.answer,
  key: row.fingerprint,
  content: row.content?.toString('hex') ?? null,
  hash: row.hash.toString('hex'),
});
