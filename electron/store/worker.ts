import { parentPort, workerData } from 'node:worker_threads';
import type { Tell } from './types.ts';
import { WORK, type WorkMessage, type WorkOrder } from './work.ts';

/** The thread for what would block the window. It is given one order, may tell how far it is, and gives one outcome. */
const { name, order } = workerData as WorkOrder;
const send = (message: WorkMessage): void => parentPort?.postMessage(message);
// The main thread's types joined the name with its order; here they arrive apart.
const run = WORK[name] as (order: unknown, tell: Tell) => ReturnType<(typeof WORK)[typeof name]>;
send({ kind: 'outcome', outcome: run(order, (progress) => send({ kind: 'progress', progress })) });
