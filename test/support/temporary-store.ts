import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { openConnection } from '../../electron/store/connection.ts';
import { openStore } from '../../electron/store/open.ts';
import type { Store } from '../../electron/store/store.ts';
import { instant, MINUTE, type Instant } from '../../shared/clock.ts';
import type { Answer, StatusContent } from '../../shared/service/answer.ts';
import { good } from './good.ts';
import { receipt } from './receipts.ts';

export const KEY = '0123456789abcdef'.repeat(4);
export const OTHER_KEY = 'fedcba9876543210'.repeat(4);
export const NOON = instant(Date.parse('2026-03-02T12:00:00Z'));

/** Nobody has to draw anything. */
export const noBreath = (): Promise<void> => Promise.resolve();

/** A folder that is gone after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'caseharbor store '));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A store in a real, encrypted file. `close` and `reopen` are what the end and the next start of the program do. */
export function temporaryStore(): { store: Store; path: string; reopen: () => Store; close: () => void } {
  const path = join(temporaryFolder(), 'cases.db');
  let store: Store | null = openAt(path, true);
  const close = (): void => {
    store?.close();
    store = null;
  };
  onTestFinished(close);
  return {
    store,
    path,
    close,
    reopen() {
      close();
      store = openAt(path, false);
      return store;
    },
  };
}

function openAt(path: string, createIfMissing: boolean): Store {
  return good(openStore({ path, keyHex: KEY, createIfMissing }));
}

/** The first column of what a query finds first, read beside the store. */
export function lookInto(path: string, sql: string): unknown {
  const connection = openConnection({ path, key: { kind: 'raw', hex: KEY }, readonly: true, mustExist: true });
  try {
    return Object.values(connection.statement<object, object>('look', sql).get({}) ?? {})[0];
  } finally {
    connection.close();
  }
}

export { receipt };

export async function addCase(store: Store, number: number, client = '', label = ''): Promise<number> {
  const { added } = await store.cases.add([{ receipt: receipt(number), client, label }], NOON, noBreath);
  const [id] = added;
  if (id === undefined) throw new Error('The case was not added');
  return id;
}

export const content = (number: number, parts: Partial<StatusContent> = {}): StatusContent => ({
  receipt: receipt(number),
  form: 'I-130',
  submittedAt: null,
  modifiedAt: '2026-02-20T10:00:00',
  title: { en: 'Case Was Received', es: 'Caso Fue Recibido' },
  description: { en: 'On February 20, 2026, we received it.', es: 'Lo recibimos.' },
  history: [],
  ...parts,
});

export const status = (words: StatusContent): Answer => ({
  kind: 'status',
  content: words,
  body: JSON.stringify({ case_status: words }),
  said: { httpStatus: 200 },
});

export const notRecognised: Answer = { kind: 'not_recognised', said: { httpStatus: 404, message: 'not recognised' } };
export const noAnswer: Answer = { kind: 'timeout', said: {} };

/** Asks for one case in a pull of its own, and records the answer. Gives the check's id. */
export function ask(
  store: Store,
  caseId: number,
  answer: Answer,
  at: Instant = NOON,
  key: string | null = null,
): number {
  const pull = store.pulls.beginPull('schedule', [caseId], at);
  const check = store.pulls.nextCheck(pull.id);
  if (check === null) throw new Error('The pull has no check');
  store.pulls.recordAnswer(check.id, answer, at, () => instant(at + MINUTE), key);
  store.pulls.finishPull(pull.id, at);
  return check.id;
}
