import { existsSync } from 'node:fs';
import { swapIn } from '../../electron/store/copies/swap.ts';

// Swaps a database and dies by SIGKILL at the step that its second argument names.
const [path = '', step = '', keepIn = ''] = process.argv.slice(2);
swapIn(path, keepIn === '' ? null : keepIn, (at) => {
  if (at === step) process.kill(process.pid, 'SIGKILL');
});
process.exitCode = existsSync(path) ? 0 : 1;
