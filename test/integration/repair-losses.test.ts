import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openConnection, type Connection } from '../../electron/store/connection.ts';
import { repairDatabase } from '../../electron/store/repair/repair.ts';
import { nextPath } from '../../electron/store/copies/swap.ts';
import type { LossKind, RepairOutcome } from '../../shared/contract/backups.ts';
import { makeWhole, type Whole } from '../support/damage.ts';
import { brokenRules } from '../support/store-rules.ts';
import { KEY, temporaryFolder } from '../support/temporary-store.ts';

/** Rows of every table that `makeWhole` leaves empty. */
const MORE = `
  INSERT INTO holds SELECT id, 'An invented reason', 5 FROM cases WHERE id % 10 = 0;
  INSERT INTO titles (key, title_en, first_seen_at, status_group, filed_at)
    SELECT 'an invented title ' || id, 'An Invented Title ' || id, 1, 'approved', 2 FROM cases WHERE id <= 12;
  INSERT INTO meta VALUES ('retention', '{}') ON CONFLICT DO NOTHING;
  INSERT INTO purges (began_at, finished_at, asked, cases) VALUES (1, 2, 1, 3), (3, 4, 1, 5);
  INSERT INTO ledger_keys (fingerprint) VALUES ('0123456789abcdef');
  INSERT INTO merges (at, workspace, name) VALUES (1, '0123456789abcdef', 'A colleague');
  INSERT INTO chains (merge_id, workspace, name, anchor_number, anchor_hash, head_number, head_at, head_hash)
    VALUES (1, '0123456789abcdef', 'A colleague', 0, zeroblob(32), 90, 90, randomblob(32));
  INSERT INTO chain_cases (chain_id, case_id, salt, mark) SELECT 1, id, randomblob(16), randomblob(32) FROM cases;
  WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 90)
    INSERT INTO chain_lines SELECT 1, i, i, 1 + i % 60, NULL, 'status', randomblob(32), randomblob(32) FROM n;
`;

/** By what the rows of a table are told from each other, and as what they are told of when they are lost. */
const TABLES: Readonly<
  Record<string, { readonly key: string; readonly told: LossKind | 'cases' | 'answers' | 'changes' }>
> = {
  cases: { key: 'id', told: 'cases' },
  checks: { key: 'id', told: 'answers' },
  changes: { key: 'id', told: 'changes' },
  observations: { key: 'id', told: 'contents' },
  edits: { key: 'id', told: 'edits' },
  ledger: { key: 'number', told: 'lines' },
  chain_lines: { key: 'chain_id || number', told: 'other_lines' },
  titles: { key: 'key', told: 'titles' },
  holds: { key: 'case_id', told: 'holds' },
  meta: { key: 'key', told: 'rules' },
  purges: { key: 'id', told: 'certificates' },
};

/** What stands in for a lost row says openly that it does: as what is lost then. */
const REMADE: Readonly<Record<string, LossKind>> = { ledger_cases: 'lines', chain_cases: 'other_lines' };

/** Rules that speak of rows which may be the lost ones. */
const SPOKEN_OF = /answered has a line|every answer and change|newest edit|^ledger/;

const open = (path: string): Connection => openConnection({ path, key: { kind: 'raw', hex: KEY }, mustExist: true });

function keysOf(path: string): Map<string, Set<unknown>> {
  const connection = open(path);
  try {
    return new Map(
      Object.entries(TABLES).map(([table, { key }]) => [
        table,
        new Set(connection.statement(`keys of ${table}`, `SELECT ${key} FROM ${table}`).column({})),
      ]),
    );
  } finally {
    connection.close();
  }
}

const toldOf = ({ lost, others }: Omit<RepairOutcome, 'keptIn'>, what: string): number => {
  if (what in lost) return lost[what as keyof typeof lost];
  const found = others.find((loss) => loss.what === what);
  return found === undefined ? 0 : (found.atMost ?? Number.POSITIVE_INFINITY);
};

/** One page of each table's kind of page, and every page of the schema but the first. */
function pagesOf(path: string): { owner: string; page: number }[] {
  const connection = open(path);
  try {
    connection.exec(MORE);
    return connection
      .statement<object, { owner: string; page: number }>(
        'pages',
        `SELECT name AS owner, max(pageno) AS page FROM dbstat
         WHERE name IN (SELECT name FROM sqlite_schema WHERE type = 'table') GROUP BY name, pagetype
         UNION SELECT name, pageno FROM dbstat WHERE name = 'sqlite_schema' AND pageno > 1`,
      )
      .all({})
      .filter(({ owner }) => !owner.includes('search') && !owner.startsWith('sqlite_stat'));
  } finally {
    connection.close();
  }
}

/** Repairs the file with one byte flipped in a page. */
function repairWithout(whole: Whole, page: number): { outcome: Omit<RepairOutcome, 'keptIn'>; path: string } {
  const folder = join(temporaryFolder(), String(page));
  mkdirSync(folder);
  const path = join(folder, 'cases.db');
  const bytes = readFileSync(whole.path);
  const at = (page - 1) * 4096 + 100;
  bytes[at] = (bytes[at] ?? 0) ^ 7;
  writeFileSync(path, bytes);
  const repaired = repairDatabase({ path, keyHex: KEY, backups: [], salt: whole.salt });
  if (!repaired.ok) throw new Error(repaired.problem.detail);
  return { outcome: repaired.value, path: nextPath(path) };
}

test(
  'a repair loses what stood in a damaged page and nothing else, whatever pointed at it, and tells it',
  { timeout: 120_000 },
  async () => {
    const whole = await makeWhole(temporaryFolder(), 60);
    const pages = pagesOf(whole.path);
    const before = keysOf(whole.path);
    for (const table of [...Object.keys(TABLES), ...Object.keys(REMADE), 'sqlite_schema']) {
      expect(pages.map(({ owner }) => owner)).toContain(table);
    }
    for (const { owner, page } of pages) {
      const { outcome, path } = repairWithout(whole, page);
      const after = keysOf(path);
      for (const [table, { told }] of Object.entries(TABLES)) {
        const lost = [...(before.get(table) ?? [])].filter((key) => !after.get(table)?.has(key)).length;
        if (table !== owner) expect(lost, `${table}, for a page of ${owner}`).toBe(0);
        if (!outcome.openEnd) expect(toldOf(outcome, told), `${table} told`).toBeGreaterThanOrEqual(lost);
      }
      const remade = REMADE[owner];
      if (remade !== undefined) expect(toldOf(outcome, remade), owner).toBeGreaterThan(0);
      const connection = open(path);
      expect(
        brokenRules(connection).filter((rule) => !SPOKEN_OF.test(rule)),
        owner,
      ).toEqual([]);
      connection.close();
    }
  },
);

test('a repair without the first page finds every table by the pages below it, and says of none that it may have lost something', async () => {
  const whole = await makeWhole(temporaryFolder(), 60);
  pagesOf(whole.path);
  const before = keysOf(whole.path);
  const { outcome, path } = repairWithout(whole, 1);
  expect(keysOf(path)).toEqual(before);
  expect(outcome).toMatchObject({ lost: { cases: 0, answers: 0, changes: 0 }, others: [], openEnd: false });
});
