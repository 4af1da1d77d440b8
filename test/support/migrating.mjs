import { openConnection } from '../../electron/store/connection.ts';
import { migrate } from '../../electron/store/schema/migrations.ts';
import { MIGRATIONS } from '../../electron/store/schema/steps.ts';

// Migrates a database as a start does, and tells of each step when it is in the middle of it: its tables are altered, its
// version is not yet, and nothing is committed. Then it waits, until it is killed.
const [path = '', keyHex = '', stopAt = '0'] = process.argv.slice(2);
const connection = openConnection({ path, key: { kind: 'raw', hex: keyHex }, mustExist: true });
connection.pragma('synchronous=FULL');
migrate(
  connection,
  MIGRATIONS.map((step) => ({
    ...step,
    run(migrated) {
      step.run?.(migrated);
      if (step.version !== Number(stopAt)) return;
      process.stdout.write('in the middle\n');
      // Waits without an end, and without giving the thread away: as a process that is killed does.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
    },
  })),
);
