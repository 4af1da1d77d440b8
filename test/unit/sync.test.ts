import { join } from 'node:path';
import { expect, test } from 'vitest';
import { syncFolderOf } from '../../electron/sync.ts';

// Linux shows its processes as a folder, which waits for no disk, as some drives of a network do not.
test.skipIf(process.platform !== 'linux')('a file system that knows no wait for a folder is not waited for', () => {
  expect(() => syncFolderOf('/proc/any')).not.toThrow();
});

test('a folder that is not there is a failure', () => {
  expect(() => syncFolderOf(join(import.meta.dirname, 'nowhere', 'any'))).toThrow('ENOENT');
});
