import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { openConnection } from '../../electron/store/connection.ts';
import { openStore } from '../../electron/store/open.ts';
import { KEY, temporaryFolder } from '../support/temporary-store.ts';

const WRITER = join(import.meta.dirname, '../support/store-writer.mjs');

/** Lets a process write until it has told of `answers` answers, then kills it in the middle of whatever it does. */
async function writeAndKill(path: string, from: number, answers: number): Promise<number[]> {
  const child = spawn(process.execPath, [WRITER, path, KEY, String(from)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const told: number[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    told.push(Number(line));
    if (told.length === answers) child.kill('SIGKILL');
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  expect(child.signalCode).toBe('SIGKILL');
  return told;
}

/** What must hold of the tables however the program ended; each gives the rows that break the rule. */
const RULES = {
  'a pull has as many answers as it counts': `SELECT id FROM pulls WHERE done <> (
    SELECT count(*) FROM checks WHERE pull_id = pulls.id AND answer IS NOT NULL)`,
  'a pull counts its answers by kind': `SELECT id FROM pulls WHERE done <> (
    SELECT ifnull(sum(checks), 0) FROM pull_answers WHERE pull_id = pulls.id)`,
  'a pull has as many checks as it says': `SELECT id FROM pulls WHERE total <> (
    SELECT count(*) FROM checks WHERE pull_id = pulls.id)`,
  'a pull has as many changes as it counts': `SELECT id FROM pulls WHERE changes <> (
    SELECT count(*) FROM changes WHERE pull_id = pulls.id)`,
  'each change is in the outbox': 'SELECT id FROM changes WHERE id NOT IN (SELECT change_id FROM outbox)',
  'a case counts its unread changes': `SELECT id FROM cases WHERE unread <> (
    SELECT count(*) FROM changes WHERE case_id = cases.id AND read_at IS NULL)`,
  'a case waits when a check does': `SELECT id FROM cases WHERE waiting <> (
    SELECT count(*) FROM checks WHERE case_id = cases.id AND answer IS NULL)`,
  'a case shows its newest observation': `SELECT id FROM cases WHERE observation_id IS NOT (
    SELECT max(id) FROM observations WHERE case_id = cases.id)`,
  'a case that was answered has a line in the log': `SELECT id FROM cases WHERE asked_at IS NOT (
    SELECT max(asked_at) FROM checks WHERE case_id = cases.id)`,
  'keys point at rows': 'SELECT * FROM pragma_foreign_key_check',
} as const;

test('a program that is killed while it writes loses nothing that it told of, and its database is whole', async () => {
  const path = join(temporaryFolder(), 'cases.db');
  for (const round of [1, 2, 3]) {
    const told = await writeAndKill(path, round * 10_000, 20 + round * 17);
    const connection = openConnection({ path, key: { kind: 'raw', hex: KEY }, mustExist: true });
    expect(connection.pragma('integrity_check')).toBe('ok');
    for (const [rule, sql] of Object.entries(RULES)) {
      expect(connection.statement(rule, sql).all({}), rule).toEqual([]);
    }
    connection.exec(`INSERT INTO case_search (case_search, rank) VALUES ('integrity-check', 1)`);
    const recorded = connection.statement<object, { id: number }>('', 'SELECT id FROM checks WHERE answer IS NOT NULL');
    expect(recorded.all({}).map(({ id }) => id)).toEqual(expect.arrayContaining(told));
    connection.close();
  }
  const opened = openStore({ path, keyHex: KEY, createIfMissing: false });
  if (!opened.ok) throw new Error(opened.problem.kind);
  const pull = opened.value.pulls.openPull();
  expect(opened.value.pulls.log(500).filter(({ finishedAt }) => finishedAt === null)).toHaveLength(
    pull === null ? 0 : 1,
  );
  opened.value.close();
});
