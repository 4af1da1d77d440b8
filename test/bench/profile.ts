import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { openConnection } from '../../electron/store/connection.ts';
import { openStore } from '../../electron/store/open.ts';
import { DAY, instant, later } from '../../shared/clock.ts';
import type { ReceiptNumber } from '../../shared/case/receipt-number.ts';
import type { NewCode } from '../../shared/contract/keys.ts';
import type { Result } from '../../shared/problem.ts';
import type { Answer } from '../../shared/service/answer.ts';
import { good } from '../support/good.ts';
import { fillWithCases } from '../support/many-cases.ts';
import type { Page } from './devtools.ts';
import { startProgram, untilTrue } from './program.ts';
import { root } from './runtime.ts';

/** A workspace's database, with the key that the keychain gave for it. */
export interface Database {
  readonly workspace: string;
  readonly path: string;
  readonly keyHex: string;
}

/** Evidently invented, for an address where nobody listens: no case falls due while we measure. */
const NEW_WORKSPACE = {
  environment: 'sandbox',
  secretsIn: 'keychain',
  credentials: { clientId: 'bench-client', clientSecret: 'bench-secret' },
  endpoints: { tokenUrl: 'http://127.0.0.1:9/oauth/accesstoken', apiBase: 'http://127.0.0.1:9' },
} as const;

export const profileArguments = (profile: string): string[] => [`--profile=${profile}`];

/** Starts the application on a profile and waits until its page can call. */
export async function startApplication(profile: string) {
  const program = await startProgram(root, profileArguments(profile));
  await program.page.evaluate(untilTrue(`window.caseharbor !== undefined && document.querySelector('h1') !== null`));
  return program;
}

/** Asks the application through its bridge, as its page does. */
export async function call<Value>(
  page: Page,
  name: string,
  workspace: string | null,
  request: unknown,
): Promise<Value> {
  const asked = [name, workspace, request].map((part) => JSON.stringify(part)).join(', ');
  const result = await page.evaluate<Result<Value>>(`caseharbor.call(${asked})`);
  if (!result.ok) throw new Error(`${name}: ${result.problem.kind}`);
  return result.value;
}

/** A new workspace shows nothing but its recovery code until that was confirmed. */
async function confirmCode(page: Page, id: string): Promise<void> {
  const { groups, asked } = await call<NewCode>(page, 'keys.new_code', null, { id });
  await call(page, 'keys.confirm_code', null, { id, typed: asked.map((index) => groups[index]) });
}

/** Makes workspaces with the application itself, so that keychain, files and databases are what a person would have. */
export async function makeWorkspaces(profile: string, names: readonly string[]): Promise<Database[]> {
  const program = await startApplication(profile);
  const ids: string[] = [];
  for (const name of names) {
    const { id } = await call<{ id: string }>(program.page, 'workspaces.create', null, { name, ...NEW_WORKSPACE });
    await confirmCode(program.page, id);
    ids.push(id);
  }
  await program.quit();
  return ids.map((workspace) => ({
    workspace,
    path: join(profile, 'workspaces', workspace, 'cases.db'),
    keyHex: execFileSync('secret-tool', ['lookup', 'service', 'Caseharbor', 'account', `${workspace}/database_key`])
      .toString()
      .trim(),
  }));
}

const receipt = (number: number): ReceiptNumber => `ZZZ${String(9_000_000_000 + number)}` as ReceiptNumber;

function answer(number: number, title: string): Answer {
  const content = {
    receipt: receipt(number),
    form: 'I-130',
    submittedAt: '2026-01-05T09:00:00',
    modifiedAt: '2026-02-20T10:00:00',
    title: { en: title, es: `${title} (es)` },
    description: {
      en: `On February 20, 2026, we wrote this about your invented case ${receipt(number)}: ${title}.`,
      es: `El 20 de febrero de 2026 escribimos esto sobre su caso inventado ${receipt(number)}: ${title}.`,
    },
    history: [],
  };
  return { kind: 'status', content, body: JSON.stringify({ case_status: content }), said: { httpStatus: 200 } };
}

/** Gives a workspace so many answered cases, of which some changed and nobody has read it yet. */
export async function fillWithAnswers(database: Database, count: number, unread: number): Promise<void> {
  const store = good(openStore({ ...database, createIfMissing: false }));
  const now = instant(Date.now());
  const numbers = Array.from({ length: count }, (_nothing, index) => index);
  const cases = numbers.map((number) => ({ receipt: receipt(number), client: `Client ${number}`, label: '' }));
  const { added } = await store.cases.add(cases, now, () => Promise.resolve());
  for (const [ids, title] of [
    [added, 'Case Was Received'],
    [added.slice(0, unread), 'Interview Was Scheduled'],
  ] as const) {
    const pull = store.pulls.beginPull('check_now', ids, now);
    for (;;) {
      const check = store.pulls.nextCheck(pull.id);
      if (check === null) break;
      const said = answer(Number(check.receipt.slice(3)) - 9_000_000_000, title);
      store.pulls.recordAnswer(check.id, said, now, () => later(now, 30 * DAY));
    }
    store.pulls.finishPull(pull.id, now);
  }
  // They were announced: a notification is no part of a start.
  store.outbox.take(now);
  if (store.changes.summary().unread !== unread) throw new Error('The workspace is not what it should be');
  store.close();
}

/** Gives a workspace so many cases of all kinds, none of which falls due. */
export function fillWithRows({ path, keyHex }: Database, count: number): void {
  const connection = openConnection({ path, key: { kind: 'raw', hex: keyHex }, mustExist: true });
  fillWithCases(connection, count);
  connection.exec(`UPDATE cases SET next_check_at = next_check_at + ${Date.now() + 30 * DAY}`);
  connection.pragma('wal_checkpoint(TRUNCATE)');
  connection.close();
}
