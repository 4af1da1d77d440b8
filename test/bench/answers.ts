import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { caseBody } from '../../electron/simulator/case-body.ts';
import { openConnection, type Connection } from '../../electron/store/connection.ts';
import { openStore } from '../../electron/store/open.ts';
import type { Store } from '../../electron/store/store.ts';
import { readAnswer } from '../../electron/uscis/answers.ts';
import type { DueCheck } from '../../shared/case/watched-case.ts';
import type { ReceiptNumber } from '../../shared/case/receipt-number.ts';
import { DAY, HOUR, instant, later, type Instant } from '../../shared/clock.ts';
import { median, quantile, round, type Figure } from './figures.ts';
import { load } from './machine.ts';
import { good } from '../support/good.ts';

const CASES = 1000;
/** One answer in so many says something new: nine in ten do not, offices told us. */
const NEW = 10;
const KEY = 'b'.repeat(64);
const KEY_FINGERPRINT = '0123456789abcdef';
const SEED = 20_260_601;

/** A row as it lies in the database: what can be written there, by column. */
type Row = Readonly<Record<string, string | number | Uint8Array | null>>;

/** The rows that one answer leaves behind. */
interface Left {
  readonly check: Row;
  readonly found: Row;
  readonly observation: Row;
  readonly change: Row | null;
  readonly line: Row;
}

const receipt = (index: number): ReceiptNumber => `ZZZ${9_000_000_000 + index}` as ReceiptNumber;

/** The text that the simulator sends for a case; a case takes a step for each `step`. */
function bodyOf(asked: ReceiptNumber, step: number, now: Instant): string {
  const titles = ['Case Was Received', 'Case Was Approved'];
  const status = { title: titles[step % 2] ?? '', form: 'I-130' };
  return JSON.stringify(
    caseBody({ receipt: asked, history: true, form: 'I-130' }, SEED, null, now, { status, at: now }),
  );
}

/**
 * Answers of the simulator, read and recorded with the real parts, against the very rows that this leaves, written by
 * transactions that know them beforehand: the same schema, encryption and durability, in turns.
 */
export async function measureAnswers(folder: string, rounds: number): Promise<Figure[]> {
  const path = join(folder, 'answers.db');
  const store = good(openStore({ path, keyHex: KEY, createIfMissing: true }));
  const receipts = Array.from({ length: CASES }, (_nothing, index) => receipt(index));
  let now = instant(Date.now());
  const entries = receipts.map((one) => ({ receipt: one, client: 'Synthetic client', label: '' }));
  const { added } = await store.cases.add(entries, now, () => Promise.resolve());
  const reading = connect(path);
  const steps = new Map<string, number>();
  await recordAll(store, added, steps, 1, now);
  const barePath = join(folder, 'bare.db');
  reading.copyTo(barePath);
  const bare = connect(barePath);
  bare.pragma('journal_mode=WAL');
  bare.pragma('synchronous=FULL');
  const write = bareWriter(bare);
  const leftBy = findLeft(reading);
  const times: [number, number][] = [];
  const each: { ours: number[]; bare: number[] } = { ours: [], bare: [] };
  for (let done = 0; done <= rounds; done += 1) {
    now = later(now, DAY);
    const { took, checks } = await recordAll(store, added, steps, NEW, now);
    // The first round of both compiles statements and fills caches.
    const bareTook = await write(checks.map(leftBy));
    if (done === 0) continue;
    times.push([sum(took), sum(bareTook)]);
    each.ours.push(...took);
    each.bare.push(...bareTook);
  }
  const kept = (connection: Connection): string =>
    JSON.stringify(
      ['checks', 'observations', 'changes', 'outbox', 'pull_answers', 'ledger'].map((table) =>
        connection.statement<object, Row>(`bench.all.${table}`, `SELECT * FROM ${table}`).all({}),
      ),
    );
  if (kept(reading) !== kept(bare)) throw new Error('The two databases are not alike');
  store.close();
  reading.close();
  bare.close();
  const ours = median(times.map(([time]) => time / CASES));
  const theirs = median(times.map(([, time]) => time / CASES));
  const p95 = { ours: quantile(each.ours, 0.95), bare: quantile(each.bare, 0.95) };
  const size = `${CASES} answers, 1 in ${NEW} new, ${rounds} rounds`;
  return [
    {
      name: 'an answer read and recorded, over a bare transaction of the same rows',
      size,
      ratio: round(ours / theirs),
      aim: round(1 / 0.6),
      load: load(),
      parts: {
        answersPerSecond: round(1000 / ours, 0),
        bareTransactionsPerSecond: round(1000 / theirs, 0),
        shareOfBare: round(theirs / ours),
        oursMs: round(ours),
        bareMs: round(theirs),
      },
    },
    {
      name: 'one answer at p95, over a bare transaction of the same rows at p95',
      size,
      ratio: round(p95.ours / p95.bare),
      aim: round(1 / 0.6),
      load: load(),
      parts: { oursMs: round(p95.ours), bareMs: round(p95.bare) },
    },
  ];
}

const sum = (list: readonly number[]): number => list.reduce((total, one) => total + one, 0);

const connect = (path: string): Connection => openConnection({ path, key: { kind: 'raw', hex: KEY }, mustExist: true });

/**
 * Asks for every case once. Only reading and recording is measured: the queue is the pulls' own, and the disk is reached beside it,
 * here and below.
 */
async function recordAll(
  store: Store,
  ids: readonly number[],
  steps: Map<string, number>,
  everyNew: number,
  now: Instant,
) {
  const pull = store.pulls.beginPull('schedule', ids, now);
  const checks: DueCheck[] = [];
  const took: number[] = [];
  for (;;) {
    const check = store.pulls.nextCheck(pull.id);
    if (check === null) break;
    const before = steps.get(check.receipt) ?? 0;
    const step = checks.length % everyNew === 0 ? before + 1 : before;
    steps.set(check.receipt, step);
    const body = bodyOf(check.receipt, step, now);
    const start = performance.now();
    const answer = readAnswer(check.receipt, { status: 200, retryAfter: null, date: null, body }, now);
    store.pulls.recordAnswer(check.id, answer, now, () => later(now, 12 * HOUR), KEY_FINGERPRINT);
    took.push(performance.now() - start);
    await turn();
    if (answer.kind !== 'status') throw new Error(`The simulator's answer is ${answer.kind}`);
    checks.push(check);
  }
  store.pulls.finishPull(pull.id, now);
  return { took, checks };
}

/** Makes the function that finds what an answer left behind. */
function findLeft(connection: Connection): (check: DueCheck) => Left {
  const row = (name: string, sql: string) => connection.statement<{ id: number }, Row>(`bench.${name}`, sql);
  const check = row('check', 'SELECT * FROM checks WHERE id = @id');
  const found = row('case', 'SELECT * FROM cases WHERE id = @id');
  const observation = row('observation', 'SELECT * FROM observations WHERE case_id = @id ORDER BY id DESC LIMIT 1');
  const change = row(
    'change',
    `SELECT changes.* FROM changes JOIN checks ON checks.case_id = changes.case_id AND checks.pull_id = changes.pull_id
     WHERE checks.id = @id`,
  );
  const line = row(
    'line',
    `SELECT ledger.* FROM ledger JOIN ledger_cases ON ledger_cases.id = ledger_case_id WHERE case_id = @id
     ORDER BY number DESC LIMIT 1`,
  );
  const there = (one: Row | undefined): Row => {
    if (one === undefined) throw new Error('A row that an answer leaves is not there');
    return one;
  };
  return ({ id, caseId }) => ({
    check: there(check.get({ id })),
    found: there(found.get({ id: caseId })),
    observation: there(observation.get({ id: caseId })),
    change: change.get({ id }) ?? null,
    line: there(line.get({ id: caseId })),
  });
}

/** Makes the function that writes the rows of a round's answers, a transaction for each. Gives the milliseconds of each. */
function bareWriter(connection: Connection): (left: readonly Left[]) => Promise<number[]> {
  const run = (name: string, sql: string) => connection.statement<Row>(`bench.${name}`, sql);
  const pull = run(
    'pull',
    `INSERT INTO pulls (id, reason, started_at, total) VALUES (@pull_id, 'schedule', @asked_at, @total)`,
  );
  const queue = run(
    'queue',
    'INSERT INTO checks (id, pull_id, case_id, position, reason) VALUES (@id, @pull_id, @case_id, @position, @reason)',
  );
  const wait = run('wait', 'UPDATE cases SET waiting = 1 WHERE id = @case_id');
  const check = run(
    'writeCheck',
    'UPDATE checks SET answer = @answer, asked_at = @asked_at, http_status = @http_status WHERE id = @id',
  );
  const asked = run(
    'asked',
    `UPDATE cases SET waiting = 0, asked_at = @asked_at, last_answer = @last_answer, answered_at = @answered_at,
     next_check_at = @next_check_at WHERE id = @id`,
  );
  const shown = run(
    'shown',
    `UPDATE cases SET waiting = 0, asked_at = @asked_at, last_answer = @last_answer, answered_at = @answered_at,
     next_check_at = @next_check_at, observation_id = @observation_id, form = @form, title_en = @title_en,
     title_es = @title_es, status_group = @status_group, stage = @stage, said_on = @said_on, folded = @folded WHERE id = @id`,
  );
  const seen = run('seen', 'UPDATE observations SET last_seen_at = @last_seen_at WHERE id = @id');
  const observation = run(
    'writeObservation',
    `INSERT INTO observations (id, case_id, content, body, first_seen_at, last_seen_at)
     VALUES (@id, @case_id, @content, @body, @first_seen_at, @last_seen_at)`,
  );
  const change = run(
    'writeChange',
    `INSERT INTO changes (id, case_id, pull_id, kind, kinds, before_id, after_id, seen_at, said_on, added_history)
     VALUES (@id, @case_id, @pull_id, @kind, @kinds, @before_id, @after_id, @seen_at, @said_on, @added_history)`,
  );
  const outbox = run('outbox', 'INSERT INTO outbox (change_id) VALUES (@id)');
  const line = run(
    'writeLine',
    `INSERT INTO ledger (number, at, ledger_case_id, key_id, answer, content, hash)
     VALUES (@number, @at, @ledger_case_id, @key_id, @answer, @content, @hash)`,
  );
  const head = run('head', `UPDATE ledger_ends SET number = @number, at = @at, hash = @hash WHERE which = 'head'`);
  const count = run('count', 'UPDATE pulls SET done = done + 1, changes = changes + @new WHERE id = @pull_id');
  const kind = run(
    'kind',
    `INSERT INTO pull_answers (pull_id, answer, checks) VALUES (@pull_id, @answer, 1)
     ON CONFLICT (pull_id, answer) DO UPDATE SET checks = checks + 1`,
  );

  const finish = run('finish', 'UPDATE pulls SET finished_at = @asked_at WHERE id = @pull_id');

  const writeOne = (one: Left): void => {
    check.run(one.check);
    if (one.change === null) {
      asked.run(one.found);
      seen.run(one.observation);
    } else {
      observation.run(one.observation);
      shown.run(one.found);
      change.run(one.change);
      outbox.run({ id: one.change['id'] ?? null });
    }
    line.run(one.line);
    head.run(one.line);
    count.run({ pull_id: one.check['pull_id'] ?? null, new: one.change === null ? 0 : 1 });
    kind.run(one.check);
  };

  return async (left) => {
    connection.write(() => {
      const [first] = left;
      if (first !== undefined) pull.run({ ...first.check, total: left.length });
      for (const one of left) {
        queue.run(one.check);
        wait.run(one.check);
      }
    });
    const took: number[] = [];
    for (const one of left) {
      const start = performance.now();
      connection.writeSoon(() => {
        writeOne(one);
      });
      took.push(performance.now() - start);
      await turn();
    }
    for (const one of left.slice(-1)) finish.run(one.check);
    connection.pragma('wal_checkpoint(PASSIVE)');
    return took;
  };
}
