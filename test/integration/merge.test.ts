import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Connection } from '../../electron/store/connection.ts';
import { brokenRules } from '../support/store-rules.ts';
import { office, type Deed, type Office } from '../support/two-offices.ts';

const which = fc.nat({ max: 4 });
const deed: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('add' as const), which }) },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('ask' as const),
      which,
      answer: fc.constantFrom('received', 'evidence', 'unknown', 'lost', 'none'),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('write' as const),
      which,
      field: fc.constantFrom('client', 'label', 'notes'),
      text: fc.constantFrom('', 'Ana', 'Núñez & Co', 'a much longer note about what the client said on the telephone'),
    }),
  },
  fc.record({ do: fc.constantFrom('archive', 'unarchive', 'delete', 'restore', 'read', 'pin', 'weekly'), which }),
  fc.record({ do: fc.constant('purge' as const), which }),
  fc.record({ do: fc.constant('file' as const), group: fc.constantFrom('approved', 'denied') }),
  fc.record({ do: fc.constant('prune' as const) }),
);
const deeds = fc.array(deed, { maxLength: 14 });

/** What a database holds, each thing as one text that says nothing of numbers that are the file's own. */
const HELD = {
  case: 'SELECT receipt FROM cases WHERE purge_id IS NULL',
  observation: `SELECT receipt, content, hex(body), first_seen_at FROM observations
    JOIN cases ON cases.id = case_id WHERE purge_id IS NULL`,
  change: `SELECT receipt, kinds, seen_at, changes.said_on, added_history, before.content, after.content FROM changes
    JOIN cases ON cases.id = changes.case_id LEFT JOIN observations AS before ON before.id = before_id
    LEFT JOIN observations AS after ON after.id = after_id WHERE purge_id IS NULL`,
  'read change': `SELECT receipt, kinds, seen_at FROM changes JOIN cases ON cases.id = changes.case_id
    WHERE read_at IS NOT NULL AND purge_id IS NULL`,
  check: `SELECT receipt, checks.asked_at, answer, http_status, code, message, trace_id, pulls.started_at, pulls.reason
    FROM checks JOIN cases ON cases.id = case_id JOIN pulls ON pulls.id = pull_id
    WHERE answer IS NOT NULL AND purge_id IS NULL`,
  pull: 'SELECT reason, started_at FROM pulls',
  edit: `SELECT receipt, field, before, after, began_at, at FROM edits JOIN cases ON cases.id = case_id
    WHERE purge_id IS NULL`,
  title: 'SELECT key, title_en FROM titles',
  'line of a ledger': `SELECT number, at, answer, hex(content), hex(hash) FROM ledger
    UNION ALL SELECT number, at, answer, hex(content), hex(hash) FROM chain_lines`,
} as const;

const rows = (connection: Connection, sql: string): Set<string> =>
  new Set(
    connection
      .statement<object, object>(`held ${Math.random()}`, sql)
      .all({})
      .map((row) => JSON.stringify(Object.values(row))),
  );

const heldBy = (one: Office): Record<string, Set<string>> =>
  one.look((connection) =>
    Object.fromEntries(Object.entries(HELD).map(([what, sql]) => [what, rows(connection, sql)])),
  );

/** What is gone in `after` that stood in `before`. */
const missing = (before: Record<string, Set<string>>, after: Record<string, Set<string>>): string[] =>
  Object.entries(before).flatMap(([what, set]) =>
    [...set].filter((row) => after[what]?.has(row) !== true).map((row) => `${what}: ${row}`),
  );

/** Every row of every table. */
const dump = (one: Office): Record<string, string[]> =>
  one.look((connection) => {
    const tables = [
      ...rows(connection, `SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE '%fts5%'`),
    ]
      .map((row) => (JSON.parse(row) as [string])[0])
      .filter((name) => !name.includes('_search'));
    return Object.fromEntries(tables.map((name) => [name, [...rows(connection, `SELECT * FROM ${name}`)]]));
  });

const WRITTEN = ['client', 'label', 'notes', 'cadence', 'pinned'] as const;
type Value = string | number;
const written = (one: Office): Map<string, Record<string, Value>> =>
  one.look(
    (connection) =>
      new Map(
        connection
          .statement<object, Record<string, Value> & { receipt: string }>(
            'written',
            `SELECT receipt, ${WRITTEN.join(', ')}, archived_at IS NOT NULL AS archived, deleted_at IS NOT NULL AS deleted
             FROM cases WHERE purge_id IS NULL`,
          )
          .all({})
          .map((row) => [row.receipt, row]),
      ),
  );

/** What two offices wrote of a case: ours stands, or theirs where we had written nothing; theirs can be put back. */
function lostWords(ours: Office, theirs: ReturnType<typeof written>, before: ReturnType<typeof written>): string[] {
  const now = written(ours);
  const backs = ours.look((connection) =>
    rows(connection, 'SELECT receipt, field, before FROM edits JOIN cases ON cases.id = case_id'),
  );
  const lost: string[] = [];
  for (const [number, row] of now) {
    const [our, their] = [before.get(number), theirs.get(number)];
    if (our !== undefined && (our['deleted'] !== row['deleted'] || our['archived'] !== row['archived']))
      lost.push(`${number} moved`);
    if (our === undefined && their?.['deleted'] !== row['deleted']) lost.push(`${number} came back`);
    for (const field of WRITTEN) {
      for (const value of [our?.[field], their?.[field]]) {
        const unwritten = value === undefined || value === '' || value === 'automatic' || value === 0;
        const back = JSON.stringify([number, field, String(value)]);
        if (!unwritten && row[field] !== value && !backs.has(back)) lost.push(`${number} ${field}: ${String(value)}`);
      }
    }
  }
  return lost;
}

const rulesOf = (one: Office): string[] =>
  one
    .look((connection) => brokenRules(connection))
    // A colleague's purge leaves its pulls with more than there is, and its certificate stays with the colleague.
    .filter((rule) => !rule.startsWith('without a purge'));

const RUNS = Number(process.env['CASEHARBOR_MERGES'] ?? 25);

describe('two offices as one', () => {
  test('hold everything of both, and merging once more changes nothing', { timeout: 600_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(deeds, fc.boolean(), deeds, deeds, deeds, async (first, fork, ours, theirs, further) => {
        const here = office();
        await here.live(first);
        const there = fork ? here.handOver(1) : office(undefined, 1);
        await here.live(ours);
        await there.live(theirs);
        for (const more of [[], further]) {
          await there.live(more);
          const [before, words, their] = [heldBy(here), written(here), written(there)];
          here.merge(there);
          const after = heldBy(here);
          expect(missing(before, after), 'of ours').toEqual([]);
          expect(missing(heldBy(there), after), 'of theirs').toEqual([]);
          expect(lostWords(here, their, words)).toEqual([]);
          expect(rulesOf(here)).toEqual([]);
          const once = dump(here);
          here.merge(there);
          expect(dump(here)).toEqual(once);
        }
        // The office goes on as before.
        await here.live(further);
        expect(rulesOf(here)).toEqual([]);
      }),
      {
        numRuns: RUNS,
        ...(process.env['CASEHARBOR_SEED'] === undefined ? {} : { seed: Number(process.env['CASEHARBOR_SEED']) }),
      },
    );
  });
});
