import { execFileSync, spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A file system of its own, in memory. */
export interface SmallDisk {
  readonly folder: string;
  /** Fills it up to the last byte, but for so many KiB. */
  fill(spare?: number): void;
  makeRoom(): void;
  /** Nobody may have a file on it open for writing. */
  setReadOnly(readOnly: boolean): void;
}

/** Has this user the right to mount a file system? Where not, what needs one is passed over, and the output says so. */
export const MAY_MOUNT = ((): boolean => {
  const folder = mkdtempSync(join(tmpdir(), 'caseharbor mount '));
  const mounted = process.platform === 'linux' && spawnSync('mount', ['-t', 'tmpfs', 'tmpfs', folder]).status === 0;
  if (mounted) execFileSync('umount', [folder]);
  rmSync(folder, { recursive: true, force: true });
  return mounted;
})();

/** A disk of so many KiB, gone after the test. */
export function smallDisk(kibibytes: number): SmallDisk {
  const folder = mkdtempSync(join(tmpdir(), 'caseharbor disk '));
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${kibibytes}k`, 'tmpfs', folder]);
  onTestFinished(() => {
    execFileSync('umount', ['-l', folder]);
    rmSync(folder, { recursive: true, force: true });
  });
  const filler = join(folder, 'filler');
  const remount = (how: 'ro' | 'rw'): unknown => execFileSync('mount', ['-o', `remount,${how}`, folder]);
  return {
    folder,
    fill(spare = 0) {
      const file = openSync(filler, 'w');
      const room = Number(
        spawnSync('df', ['--output=avail', '-k', folder], { encoding: 'utf8' }).stdout.split('\n')[1],
      );
      try {
        for (let left = room - spare; left > 0;)
          left -= writeSync(file, Buffer.alloc(Math.min(left, 1024) * 1024)) / 1024;
      } finally {
        closeSync(file);
      }
    },
    makeRoom: () => rmSync(filler, { force: true }),
    setReadOnly: (readOnly) => void remount(readOnly ? 'ro' : 'rw'),
  };
}
