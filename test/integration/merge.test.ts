import { execFile, spawn } from 'node:child_process';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Connection } from '../../electron/store/connection.ts';
import { verifyLedger } from '../../electron/store/ledger/verify.ts';
import { openStore } from '../../electron/store/open.ts';
import { WORK } from '../../electron/store/work.ts';
import { readOrder, verified } from '../support/ledger.ts';
import { brokenRules } from '../support/store-rules.ts';
import { KEY, receipt, temporaryFolder } from '../support/temporary-store.ts';
import { office, ORIGIN, type Deed, type Office } from '../support/two-offices.ts';

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
      field: fc.constantFrom('client', 'label', 'tags', 'notes'),
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

/** What changes say but when they were seen, and how many say it. */
function sayings(changes: ReadonlySet<string> | undefined): Map<string, number> {
  const counts = new Map<string, number>();
  for (const change of changes ?? []) {
    const [receipt, kinds, , ...words] = JSON.parse(change) as unknown[];
    const said = JSON.stringify([receipt, kinds, ...words]);
    counts.set(said, (counts.get(said) ?? 0) + 1);
  }
  return counts;
}

/** Changes of theirs of which there are fewer after a merge than there, or more than of both. */
function changesLost(...sets: (ReadonlySet<string> | undefined)[]): string[] {
  const [ours, theirs, both] = sets.map(sayings);
  return [...(theirs ?? [])].flatMap(([said, count]) => {
    const [here, after] = [ours?.get(said) ?? 0, both?.get(said) ?? 0];
    return after < Math.max(here, count) || after > here + count
      ? [`${here} and ${count} became ${after}: ${said}`]
      : [];
  });
}

/** Read changes of theirs that are here as they are there. */
const readThere = (there: Office, here: Office): Set<string> => {
  const every = (one: Office): Set<string> =>
    one.look((connection) => rows(connection, HELD['read change'].replace('read_at IS NOT NULL', 'true')));
  const ours = every(here);
  return new Set([...(heldBy(there)['read change'] ?? [])].filter((change) => ours.has(change)));
};

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

const WRITTEN = ['client', 'label', 'tags', 'notes', 'cadence', 'pinned'] as const;
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

const RUNS = Number(process.env['CASEHARBOR_MERGES'] ?? 8);

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
          // A line of a ledger that both have, and that was let go here, is not brought back.
          const pruned = here.look((connection) => verifyLedger(connection, () => undefined).pruned);
          // A change that both saw is one, and ours.
          const { change, ...theirOwn } = heldBy(there);
          const lost = missing({ ...theirOwn, 'read change': readThere(there, here) }, after).filter((what) => {
            const line = /^line of a ledger: \[(\d+),/.exec(what);
            return line === null || Number(line[1]) > pruned;
          });
          expect(lost, 'of theirs').toEqual([]);
          expect(changesLost(before['change'], change, after['change'])).toEqual([]);
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

const asked = (of: number, answer: 'received' | 'evidence' | 'lost' = 'received'): Deed => ({
  do: 'ask',
  which: of,
  answer,
});
const added = (of: number): Deed => ({ do: 'add', which: of });

describe('the ledger of another office', () => {
  test('stays a chain of its own from where the two part, and grows with a later bundle', async () => {
    const here = office();
    await here.live([added(0), added(1), asked(0), asked(1)]);
    const there = here.handOver(1);
    await here.live([asked(0, 'evidence')]);
    await there.live([asked(0), asked(1, 'evidence'), asked(0)]);
    expect(here.merge(there).ledgerLines).toBe(3);
    const first = verified(here.path);
    expect(first).toMatchObject({ lines: 3, broken: null });
    expect(first.others).toMatchObject([{ origin: { name: ORIGIN.name }, lines: 3, pruned: 2, broken: null }]);
    await there.live([asked(1)]);
    expect(here.merge(there).ledgerLines).toBe(1);
    expect(verified(here.path).others).toMatchObject([{ lines: 4, pruned: 2, broken: null }]);
    // Back at the colleague's, our own lines come as a chain, and theirs are known again.
    const added2 = there.merge(here);
    expect(added2.ledgerLines).toBe(1);
    expect(verified(there.path)).toMatchObject({ lines: 6, broken: null, others: [{ lines: 1, pruned: 2 }] });
    here.look((connection) => connection.exec(`UPDATE chain_lines SET at = at + 1 WHERE number = 4`));
    expect(verified(here.path)).toMatchObject({ broken: null, others: [{ broken: { why: 'altered', number: 4 } }] });
  });

  test('is exported with its origin, and verified without this program', async () => {
    const here = office();
    await here.live([added(0), added(1), asked(0), asked(1)]);
    const there = office(undefined, 1);
    await there.live([added(0), asked(0), asked(0, 'evidence')]);
    here.merge(there);
    const folder = dirname(here.path);
    const target = join(folder, 'ledger.csv');
    const write = (scope: { of: 'all' } | { of: 'cases'; ids: number[] }): string[] => {
      const order = { ...readOrder(here.path), scope, zone: 'America/New_York', target };
      expect(WORK.export_ledger(order, () => undefined)).toMatchObject({ ok: true });
      return readFileSync(target, 'ascii').trim().split('\r\n').slice(1);
    };
    const script = join(folder, 'verify.mjs');
    const document = readFileSync(join(import.meta.dirname, '../../docs/ledger.md'), 'utf8');
    writeFileSync(script, /```js\n([\s\S]*?)```/.exec(document)?.[1] ?? '');
    const verify = async (...more: string[]): Promise<string> => {
      try {
        return (await promisify(execFile)(process.execPath, [script, target, ...more])).stdout;
      } catch (error) {
        return String((error as { stderr: unknown }).stderr);
      }
    };
    const origin = `${ORIGIN.workspace}.1`;
    const all = write({ of: 'all' });
    expect(all.map((row) => row.split(',').at(-1))).toEqual(['', '', origin, origin]);
    expect(await verify()).toContain('4 lines are whole');
    writeFileSync(target, readFileSync(target, 'ascii').replace(all[2] ?? '', ''));
    expect(await verify()).toContain('Broken');
    // One case: lines of both offices, and no other case.
    const ofOne = write({ of: 'cases', ids: [1] });
    expect(ofOne.map((row) => [row.split(',')[3], row.split(',').at(-1)])).toEqual([
      [receipt(1), ''],
      [receipt(1), origin],
      [receipt(1), origin],
    ]);
    expect(await verify('--part')).toContain('3 lines are whole');
  });
});

describe('a change that both offices saw', () => {
  const changesOf = (one: Office): unknown[] =>
    one.look((connection) =>
      connection
        .statement<object, object>(
          'changes',
          `SELECT kind, seen_at, read_at IS NOT NULL AS read, (SELECT announced_at FROM outbox WHERE change_id = id) AS told
           FROM changes ORDER BY id`,
        )
        .all({}),
    );
  const unread = (one: Office): Set<string> => one.look((connection) => rows(connection, 'SELECT unread FROM cases'));

  test('is one, is told once, and is unread until it is read here', async () => {
    const [here, there] = [office(), office(undefined, 1)];
    await here.live([added(0), asked(0), asked(0, 'evidence')]);
    await there.live([added(0), asked(0), asked(0, 'evidence'), { do: 'read', which: 0 }]);
    const before = changesOf(here);
    expect(before).toHaveLength(1);
    expect(here.merge(there)).toMatchObject({ changes: 0, answers: 2, checks: 2 });
    expect(changesOf(here)).toEqual(before);
    expect(unread(here)).toEqual(new Set(['[1]']));
    // What each goes on to see, the first of it together and the second alone.
    await here.live([{ do: 'read', which: 0 }, asked(0)]);
    await there.live([asked(0), asked(0, 'evidence')]);
    expect(here.merge(there)).toMatchObject({ changes: 1 });
    expect(changesOf(here)).toMatchObject([{ read: 1 }, { read: 0 }, { read: 0 }]);
    const once = dump(here);
    here.merge(there);
    expect(dump(here)).toEqual(once);
    expect(rulesOf(here)).toEqual([]);
  });

  test('is two where it happened twice: one still heard the state before when the other had heard what came after', async () => {
    const [here, there] = [office(), office(undefined, 1)];
    // There it is over before it is here.
    await there.live([added(0), asked(0), asked(0, 'evidence')]);
    await here.live([added(0), asked(0), asked(0), asked(0), asked(0, 'evidence')]);
    expect(here.merge(there)).toMatchObject({ changes: 1 });
    expect(changesOf(here)).toHaveLength(2);
  });

  test('stays one in a third office that hears of it from both', async () => {
    const [here, there] = [office(), office(undefined, 1)];
    const both = [added(0), asked(0), asked(0, 'evidence'), asked(0, 'lost'), asked(0, 'lost'), asked(0, 'evidence')];
    await here.live(both);
    await there.live(both);
    const third = office(undefined, 2);
    await third.live([added(1)]);
    expect(third.merge(here)).toMatchObject({ changes: 3 });
    expect(third.merge(there)).toMatchObject({ changes: 0 });
    expect(third.merge(here)).toMatchObject({ changes: 0, told: 0 });
    expect(changesOf(third)).toMatchObject(
      changesOf(here).map((change) => ({ kind: (change as { kind: string }).kind })),
    );
  });
});

test('a case in the trash on one side comes back by itself on neither, and what is there comes into it', async () => {
  const here = office();
  await here.live([added(0), added(1), asked(0), asked(1)]);
  const there = here.handOver(1);
  await here.live([{ do: 'delete', which: 0 }]);
  await there.live([{ do: 'delete', which: 1 }, asked(0, 'evidence')]);
  there.look((connection) => connection.exec(`INSERT INTO holds VALUES (1, 'A lawsuit', 1)`));
  here.merge(there);
  const words = written(here);
  // What is held there is held here, but for what is in the trash.
  expect(here.look((connection) => rows(connection, 'SELECT * FROM holds'))).toEqual(new Set());
  expect(words.get(receipt(1))?.['deleted']).toBe(1);
  expect(words.get(receipt(2))?.['deleted']).toBe(0);
  expect(here.look((connection) => rows(connection, 'SELECT count(*) FROM observations WHERE case_id = 1'))).toEqual(
    new Set(['[2]']),
  );
});

test('what no rule may delete there is not deleted by a rule here', async () => {
  const [here, there] = [office(), office(undefined, 1)];
  await here.live([added(0)]);
  await there.live([added(1), added(0)]);
  there.look((connection) => connection.exec(`INSERT INTO holds VALUES (1, 'A lawsuit', 5), (2, 'Another', 6)`));
  here.look((connection) => connection.exec('INSERT INTO retention_due VALUES (1, 7)'));
  here.merge(there);
  const held = (sql: string): Set<string> => here.look((connection) => rows(connection, sql));
  expect(held('SELECT receipt, reason, since FROM holds JOIN cases ON cases.id = case_id')).toEqual(
    new Set([JSON.stringify([receipt(1), 'Another', 6]), JSON.stringify([receipt(2), 'A lawsuit', 5])]),
  );
  expect(held('SELECT * FROM retention_due')).toEqual(new Set());
});

test('killed at any moment, the old database or the merged one is there', { timeout: 120_000 }, async () => {
  const here = office();
  const there = office(undefined, 1);
  await here.live([added(0), asked(0)]);
  await there.live([added(1), asked(1), added(2)]);
  const before = dump(here);
  for (const stop of ['2', 'noted', 'old_gone', 'placed']) {
    const path = join(temporaryFolder(), 'cases.db');
    copyFileSync(here.path, path);
    const order = { path, keyHex: KEY, bundle: there.path, bundleKeyHex: KEY, origin: ORIGIN, at: here.now() };
    const child = spawn(process.execPath, [
      join(import.meta.dirname, '../support/merge-process.ts'),
      JSON.stringify(order),
    ]);
    let said = '';
    child.stdout.on('data', (part: Buffer) => {
      said += part.toString();
      if (said.split('\n').includes(stop)) child.kill('SIGKILL');
    });
    await new Promise((resolve) => {
      child.once('exit', resolve);
    });
    const opened = openStore({ path, keyHex: KEY, createIfMissing: false });
    if (!opened.ok) throw new Error(`${stop}: ${opened.problem.kind}`);
    opened.value.close();
    const after = office(path);
    const cases = dump(after)['cases']?.length;
    expect([1, 3], stop).toContain(cases);
    if (cases === 1) expect(dump(after)['cases']).toEqual(before['cases']);
    expect(rulesOf(after)).toEqual([]);
  }
});
