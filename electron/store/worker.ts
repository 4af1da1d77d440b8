import { parentPort, workerData } from 'node:worker_threads';
import { copyDatabase, type CopyOrder } from './copy.ts';

/** The thread that copies a database. It is given one order and gives one answer. */
parentPort?.postMessage(copyDatabase(workerData as CopyOrder));
