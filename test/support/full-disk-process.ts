import { openStore } from '../../electron/store/open.ts';
import { problemOf } from '../../electron/store/problems.ts';
import { takeSnapshot } from '../../electron/store/copies/snapshot.ts';
import { writeBeside } from '../../electron/store/write-beside.ts';
import { instant } from '../../shared/clock.ts';
import { ok, type Result } from '../../shared/problem.ts';
import { noBreath, receipt } from './temporary-store.ts';

// Runs under a limit on the size of files (`ulimit -f`), which fails a write as a full disk does, and tells what came of it.
const [path = '', keyHex = '', deed = ''] = process.argv.slice(2);
// The limit also sends a signal, which would end the process: a full disk sends none.
process.on('SIGXFSZ', () => undefined);

async function add(): Promise<Result<unknown>> {
  const opened = openStore({ path, keyHex, createIfMissing: false });
  if (!opened.ok) return opened;
  try {
    for (let number = 1000; number < 9000; number += 1) {
      await opened.value.cases.add([{ receipt: receipt(number), client: 'A client', label: '' }], instant(1), noBreath);
      process.stdout.write(`${number}\n`);
    }
    return { ok: true, value: null };
  } catch (error) {
    return problemOf(error);
  }
}

/** A file of 64 KiB, given in one portion: a disk takes the part of it that it has room for, and calls that no failure. */
function exportFile(): Result<unknown> {
  try {
    writeBeside(`${path}.csv`, (put) => {
      put('x'.repeat(64 * 1024));
    });
    return ok(null);
  } catch (error) {
    return problemOf(error);
  }
}

const DEEDS: Readonly<Record<string, () => Result<unknown> | Promise<Result<unknown>>>> = {
  add,
  backup: () => takeSnapshot({ path, keyHex, into: `${path}-backups`, at: instant(1), reason: 'asked', slot: null }),
  export: exportFile,
};

const outcome = await DEEDS[deed]?.();
process.stdout.write(`${JSON.stringify(outcome?.ok === false ? outcome.problem : { ok: true })}\n`);
