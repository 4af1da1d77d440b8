import type { Instant } from '../../../shared/clock.ts';
import type { ChainVerdict, LedgerBreak, LedgerVerdict } from '../../../shared/contract/ledger.ts';
import type { Connection } from '../connection.ts';
import { hashOfContent, hashOfLine } from './line.ts';
import { ledgerReaders, type LedgerReader, type StoredLine } from './reader.ts';
import type { Tell } from '../types.ts';

/**
 * Walks the ledger from its anchor to its end and names the first line that is not what was written; and so each that came
 * with a merge. Beside the chain it looks at what the lines speak of: the cases behind their marks, and the words that are
 * kept of each answer.
 */
export function verifyLedger(
  connection: Connection,
  tell: Tell,
  [own, ...others]: readonly [LedgerReader, ...LedgerReader[]] = ledgerReaders(connection),
): LedgerVerdict {
  const said = readSaid(connection);
  const lengthOf = ({ anchor, head }: LedgerReader): number => Math.max(0, head.number - anchor.number);
  const total = [own, ...others].reduce((sum, reader) => sum + lengthOf(reader), 0);
  let done = 0;
  const walked = (reader: LedgerReader): ChainVerdict => {
    const verdict = verifyChain(reader, said, (lines) => tell({ done: done + lines, total }));
    done += lengthOf(reader);
    return verdict;
  };
  return {
    ...walked(own),
    others: others.flatMap((reader) => (reader.origin === null ? [] : [{ origin: reader.origin, ...walked(reader) }])),
  };
}

function verifyChain(reader: LedgerReader, said: Said, tell: (lines: number) => void): ChainVerdict {
  const { anchor, head } = reader;
  let before = { number: anchor.number, hash: anchor.hash.toString('hex') };
  let first: ChainVerdict['first'] = null;
  let last: ChainVerdict['last'] = null;
  const verdict = (broken: ChainVerdict['broken']): ChainVerdict => ({
    lines: before.number - anchor.number,
    first,
    last,
    pruned: anchor.number,
    broken,
  });
  for (const lines of reader.lines()) {
    for (const line of lines) {
      const why = judge(reader, said, before, line);
      if (why !== null) return verdict(broken(reader, before.number + 1, line, why));
      before = { number: line.number, hash: line.hash.toString('hex') };
      first ??= { number: line.number, at: line.at };
      last = { number: line.number, at: line.at, hash: before.hash };
    }
    tell(before.number - anchor.number);
  }
  const whole = before.number === head.number && before.hash === head.hash.toString('hex');
  return verdict(whole ? null : { why: 'end', number: before.number + 1, at: null, receipt: null });
}

function judge(
  reader: LedgerReader,
  said: Said,
  before: { readonly number: number; readonly hash: string },
  line: StoredLine,
): LedgerBreak | null {
  if (line.number > before.number + 1 && line.number <= reader.head.number) return 'missing';
  if (line.number !== before.number + 1 || line.number > reader.head.number) return 'altered';
  const known = reader.cases.get(line.ledger_case_id);
  const key = line.key_id === null ? '' : reader.keys.get(line.key_id);
  if (known === undefined || key === undefined) return 'altered';
  const content = line.content?.toString('hex') ?? '';
  const { number, at, answer } = line;
  const hash = hashOfLine(before.hash, { number, at, mark: known.mark, key, answer, content });
  if (!hash.equals(line.hash)) return 'altered';
  if (!known.sound) return 'case';
  return line.content === null || known.caseId === null || said.agrees(known.caseId, line.at, line.content)
    ? null
    : 'said';
}

/** Of a line that is gone there is nothing to tell but its number. */
function broken(reader: LedgerReader, number: number, line: StoredLine, why: LedgerBreak): ChainVerdict['broken'] {
  if (why === 'missing') return { why, number, at: null, receipt: null };
  return { why, number: line.number, at: line.at, receipt: reader.cases.get(line.ledger_case_id)?.receipt ?? null };
}

/** What is kept of USCIS's words. */
interface Said {
  /**
   * Is what the line tells what is kept? Where nothing is kept of that time any more there is nothing to compare. An
   * observation of that time with another content was altered.
   */
  agrees(caseId: number, at: Instant, content: Buffer): boolean;
}

interface Kept {
  /** 32 bytes as characters, which takes the least room. */
  readonly hash: string;
  readonly from: Instant;
  readonly to: Instant;
}

interface ObservationRow {
  readonly id: number;
  readonly case_id: number;
  readonly content: string;
  readonly first_seen_at: Instant;
  readonly last_seen_at: Instant;
}

function readSaid(connection: Connection): Said {
  const portion = connection.statement<{ after: number }, ObservationRow>(
    'ledger.said',
    `SELECT id, case_id, content, first_seen_at, last_seen_at FROM observations
     WHERE id > @after ORDER BY id LIMIT 1000`,
  );
  const kept = new Map<number, Kept[]>();
  for (let rows = portion.all({ after: 0 }); rows.length > 0; rows = portion.all({ after: rows.at(-1)?.id ?? 0 })) {
    for (const { case_id, content, first_seen_at, last_seen_at } of rows) {
      const of = kept.get(case_id) ?? [];
      of.push({ hash: hashOfContent(content).toString('latin1'), from: first_seen_at, to: last_seen_at });
      kept.set(case_id, of);
    }
  }
  return {
    agrees(caseId, at, content) {
      const of = kept.get(caseId) ?? [];
      const hash = content.toString('latin1');
      return of.some((one) => one.hash === hash) || !of.some(({ from, to }) => from <= at && at <= to);
    },
  };
}
