import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, onTestFinished, test } from 'vitest';
import { MINUTE } from '../../shared/clock.ts';
import { BREAKS, type Break } from '../support/crash/breaks.ts';

/**
 * Which breaks are tried: `all`, or a part of what they are called. They take minutes each, so that they are tried on demand:
 * `CASEHARBOR_CRASH_BREAKS=all npm run integration -- crash-breaks`.
 */
const WANTED = process.env['CASEHARBOR_CRASH_BREAKS'];
/** Within so many kills a break has to be noticed. */
const WITHIN = Number(process.env['CASEHARBOR_CRASHES'] ?? 40);
const SEED = process.env['CASEHARBOR_CRASH_SEED'] ?? '4';
const ROOT = resolve(import.meta.dirname, '../..');

const countOf = (text: string, part: string): number => text.split(part).length - 1;

describe('each break of the store that the crash harness has to notice', () => {
  test.each(BREAKS)('$what: stands where it is sought', ({ edits }) => {
    for (const [file, text] of edits) {
      expect(countOf(readFileSync(join(ROOT, file), 'utf8'), text), `${file}: ${text}`).toBe(1);
    }
  });
});

const tried = BREAKS.filter(({ what }) => WANTED !== undefined && (WANTED === 'all' || what.includes(WANTED)));

if (tried.length > 0) {
  describe('a program that is broken', () => {
    test.each(tried)(
      '$what: is noticed',
      async (broken) => {
        const kills = await killsUntilNoticed(brokenTree(broken), broken);
        process.stdout.write(`${broken.what}: ${kills === null ? 'not noticed' : `noticed after ${kills} kills`}\n`);
        expect(kills).not.toBeNull();
      },
      WITHIN * MINUTE + MINUTE,
    );
  });
}

/** A copy of the sources with the break in them. */
function brokenTree({ edits }: Break): string {
  const tree = mkdtempSync(join(tmpdir(), 'caseharbor broken '));
  onTestFinished(() => rmSync(tree, { recursive: true, force: true }));
  for (const name of ['electron', 'shared', 'test', 'build', 'package.json', 'tsconfig.json']) {
    cpSync(join(ROOT, name), join(tree, name), { recursive: true });
  }
  symlinkSync(join(ROOT, 'node_modules'), join(tree, 'node_modules'));
  for (const [file, text, instead] of edits) {
    const path = join(tree, file);
    writeFileSync(
      path,
      readFileSync(path, 'utf8').replace(text, () => instead),
    );
  }
  return tree;
}

/** Null: so many kills as there were did not show it. */
async function killsUntilNoticed(tree: string, broken: Break): Promise<number | null> {
  const vitest = join(tree, 'node_modules', 'vitest', 'vitest.mjs');
  const args = [vitest, 'run', '--config', 'test/vitest.config.ts', 'test/integration/crash.test.ts'];
  const child = spawn(process.execPath, args, {
    cwd: tree,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      CASEHARBOR_CRASHES: String(WITHIN),
      CASEHARBOR_CRASH_SEED: SEED,
      CASEHARBOR_CRASH_IN: broken.in.join(),
    },
  });
  onTestFinished(() => {
    child.kill('SIGTERM');
  });
  let kills: number | null = null;
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => {
    if (kills !== null || !line.startsWith('{"seed"')) return;
    const failure = JSON.parse(line) as { kill: number; wrong: string[] };
    kills = failure.kill;
    process.stdout.write(`${failure.wrong.slice(0, 3).join('\n')}\n`);
    child.kill('SIGTERM');
  });
  await once(lines, 'close');
  return kills;
}
