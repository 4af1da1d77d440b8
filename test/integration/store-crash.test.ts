import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openConnection } from '../../electron/store/connection.ts';
import { openStore } from '../../electron/store/open.ts';
import { startLife } from '../support/life.ts';
import { answersWithoutLine, brokenRules } from '../support/store-rules.ts';
import { KEY, temporaryFolder } from '../support/temporary-store.ts';

/** Lets a process write until it has told of `answers` answers, then kills it in the middle of whatever it does. */
async function writeAndKill(path: string, from: number, answers: number): Promise<number[]> {
  const life = startLife('store-writer.mjs', [path, KEY, String(from)], () => {
    if (life.told.length === answers) life.kill();
  });
  expect(await life.ended).toMatchObject({ killed: true });
  return life.told.map(Number);
}

test('a program that is killed while it writes loses nothing that it told of, and its database is whole', async () => {
  const path = join(temporaryFolder(), 'cases.db');
  for (const round of [1, 2, 3]) {
    const told = await writeAndKill(path, round * 10_000, 20 + round * 17);
    const connection = openConnection({ path, key: { kind: 'raw', hex: KEY }, mustExist: true });
    expect(brokenRules(connection)).toEqual([]);
    expect(answersWithoutLine(connection)).toBe(0);
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
