import { writeSync } from 'node:fs';
import { mergeDatabases, type MergeOrder } from '../../electron/store/merge/merge.ts';
import { swapIn } from '../../electron/store/copies/swap.ts';

// Merges as the program does, saying how far it is, until it is killed or has done it.
const order = JSON.parse(process.argv[2] ?? '') as MergeOrder;
const merged = mergeDatabases(order, ({ done }) => writeSync(1, `${done}\n`));
if (!merged.ok) throw new Error(merged.problem.kind);
swapIn(order.path, null, (step) => writeSync(1, `${step}\n`));
