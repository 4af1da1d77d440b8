import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, platform, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { root } from './runtime.ts';

/** What the figures were measured on. A ratio travels between machines better than a time, but not without limits. */
export function describeMachine(executable: string): Record<string, unknown> {
  return {
    date: new Date().toISOString(),
    system: `${platform()} ${release()}`,
    processor: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.versions.node,
    electron: execFileSync(executable, ['-p', 'process.versions.electron'], {
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    })
      .toString()
      .trim(),
    runtime: (JSON.parse(readFileSync(join(root, 'out/runtime.json'), 'utf8')) as { kind: string }).kind,
    load: load(),
  };
}

/** How many processes wanted to run in the last minute: above the number of cores every figure suffers. */
export const load = (): number => Math.round((loadavg()[0] ?? 0) * 100) / 100;
