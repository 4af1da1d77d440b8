import type { LedgerLine, LedgerScope } from '../../../shared/contract/ledger.ts';
import type { AnswerKind } from '../../../shared/service/answer.ts';
import type { Connection } from '../connection.ts';
import { fold } from '../../../shared/case/text.ts';
import type { LedgerReader, StoredLine } from './reader.ts';

export type Scope = LedgerScope;

/**
 * The lines of everything, of some cases or of a client, with what a reader needs to verify each: the office's own in order,
 * then those of each chain that came with a merge.
 */
export function* linesIn(
  connection: Connection,
  readers: readonly LedgerReader[],
  scope: Scope,
): Generator<LedgerLine[]> {
  const wanted =
    scope.of === 'all' ? null : new Set(scope.of === 'cases' ? scope.ids : casesOfClient(connection, scope.client));
  for (const reader of readers) yield* chainLines(reader, wanted);
}

/** `wanted`: null, every case. */
function* chainLines(reader: LedgerReader, wanted: ReadonlySet<number> | null): Generator<LedgerLine[]> {
  const portions = wanted === null ? reader.lines() : reader.linesOf(casesIn(reader, wanted));
  let before: { readonly number: number; readonly hash: string } = {
    number: reader.anchor.number,
    hash: reader.anchor.hash.toString('hex'),
  };
  for (const portion of portions) {
    yield portion.map((line) => {
      const previous = line.number === before.number + 1 ? before.hash : reader.hashBefore(line.number);
      const full = toLine(reader, line, previous);
      before = full;
      return full;
    });
  }
}

function toLine(reader: LedgerReader, line: StoredLine, previous: string | null): LedgerLine {
  const known = reader.cases.get(line.ledger_case_id);
  const told = known?.deleted === false ? known : null;
  return {
    origin: reader.origin,
    number: line.number,
    at: line.at,
    receipt: told?.receipt ?? null,
    salt: told?.salt?.toString('hex') ?? null,
    mark: known?.mark ?? '',
    key: line.key_id === null ? null : (reader.keys.get(line.key_id) ?? null),
    answer: line.answer as AnswerKind,
    content: line.content?.toString('hex') ?? null,
    previous,
    hash: line.hash.toString('hex'),
  };
}

const casesIn = (reader: LedgerReader, wanted: ReadonlySet<number>): number[] =>
  [...reader.cases]
    .filter(([, { caseId, deleted }]) => caseId !== null && !deleted && wanted.has(caseId))
    .map(([id]) => id);

/** The office writes a client's name as it likes: capitals and accents make no other client. */
const casesOfClient = (connection: Connection, client: string): number[] =>
  connection
    .statement<{ key: string }, { id: number }>(
      'ledger.client',
      'SELECT id FROM cases WHERE archived IN (0, 1) AND client_key = @key',
    )
    .all({ key: fold(client) })
    .map(({ id }) => id);
