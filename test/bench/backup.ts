import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { openConnection } from '../../electron/store/connection.ts';
import { inWorker } from '../../electron/store/in-worker.ts';
import type { Store } from '../../electron/store/store.ts';
import type { ReceiptNumber } from '../../shared/case/receipt-number.ts';
import { HOUR, instant, later } from '../../shared/clock.ts';
import { fillWithCases } from '../support/many-cases.ts';
import { FRAME, idleBlock, watchBlocks, type Held } from './blocks.ts';
import { median, round, type Figure } from './figures.ts';
import { load } from './machine.ts';
import { KEY, openInThreads, WORKER } from './threads.ts';

const CASES = 120_000;
/** Four times as many answers as USCIS allows. */
const BETWEEN_ANSWERS = 50;
const ALONE = 3000;

/** A backup of a large database in the store's thread while answers are recorded: how long is the main thread held up? */
export async function measureBackup(folder: string, rounds: number): Promise<Figure> {
  const path = join(folder, 'backup.db');
  const { store, close } = openInThreads(path);
  const connection = openConnection({ path, key: { kind: 'raw', hex: KEY }, mustExist: true });
  fillWithCases(connection, CASES);
  connection.close();
  await store.tidy();
  const idle = await idleBlock();
  const alone = await pullUntil(store, () => pause(ALONE));
  const order = { path, keyHex: KEY, into: join(folder, 'backups'), slot: null, reason: 'asked' } as const;
  const during: Pulled[] = [];
  for (let done = 0; done < rounds; done += 1) {
    during.push(
      await pullUntil(store, async () => {
        const outcome = await inWorker(WORKER, 'snapshot', { ...order, at: instant(Date.now()) });
        if (outcome?.ok !== true) throw new Error('There is no backup');
      }),
    );
    rmSync(order.into, { recursive: true });
  }
  await close();
  return {
    name: 'longest block of the main thread while a backup is made and answers come, over a frame',
    size: `${round(statSync(path).size / 1e6, 0)} MB, an answer every ${BETWEEN_ANSWERS} ms, ${rounds} backups`,
    ratio: round(median(during.map(({ block }) => block)) / FRAME),
    aim: 1,
    load: load(),
    parts: { during, withoutBackup: alone, idleThread: idle, frameMs: FRAME },
  };
}

interface Pulled extends Held {
  readonly answers: number;
  readonly tookMs: number;
  readonly slowestAnswerMs: number;
}

/** Records an answer now and then while something is done. */
async function pullUntil(store: Store, work: () => Promise<unknown>): Promise<Pulled> {
  const now = instant(Date.now());
  const pull = store.pulls.beginPull(
    'check_now',
    Array.from({ length: 5000 }, (_nothing, index) => 1 + index * 19),
    now,
  );
  await store.tidy();
  const blocks = await watchBlocks();
  const start = performance.now();
  const job = { ended: false };
  const end = work().finally(() => {
    job.ended = true;
  });
  let [answers, slowest] = [0, 0];
  while (!job.ended) {
    const check = store.pulls.nextCheck(pull.id);
    if (check === null) throw new Error('The pull ended before the backup');
    const began = performance.now();
    store.pulls.recordAnswer(check.id, answerTo(check.receipt, answers), now, () => later(now, 12 * HOUR));
    slowest = Math.max(slowest, performance.now() - began);
    answers += 1;
    await blocks.breathe();
    await pause(BETWEEN_ANSWERS);
  }
  const held = blocks.end();
  await end;
  const tookMs = round(performance.now() - start, 0);
  store.pulls.finishPull(pull.id, now);
  return { ...held, answers, tookMs, slowestAnswerMs: round(slowest) };
}

/** An answer with its own words for every seventh case. */
export function answerTo(receipt: ReceiptNumber, number: number) {
  const content = {
    receipt,
    form: 'I-130',
    submittedAt: null,
    modifiedAt: null,
    title: { en: 'Case Was Received', es: 'Caso fue recibido' },
    description: { en: `We wrote this about your invented case, text ${number % 7}.`, es: `Texto ${number % 7}.` },
    history: [],
  };
  return {
    kind: 'status',
    content,
    body: JSON.stringify({ case_status: content }),
    said: { httpStatus: 200 },
  } as const;
}
