// Runs every check and test (npm test). Every step runs, whatever became of those before; the last line is the sum.
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { plan } from './checks/plan.mjs';
import { endRunning, npm, toolEnv } from './setup/commands.mjs';
import { buildApplication } from './setup/bundle.mjs';
import { readNote } from './setup/files.mjs';
import { SetupProblem } from './setup/problem.mjs';
import { stepLine } from './setup/steps.mjs';

/** @typedef {import('./checks/plan.mjs').Step} Step */

const reports = mkdtempSync(join(tmpdir(), 'caseharbor-test-'));
const sum = { passed: 0, failed: 0 };

/**
 * Runs a step and gives back what to print about it.
 * @param {Step} step
 * @returns {Promise<string>}
 */
async function runStep(step) {
  const start = performance.now();
  const file = join(reports, `${step.name}.json`);
  const { code, output } = step.name === 'build' ? await buildHere() : await runScript(step, file);
  const count = step.count(readNote(file), code);
  sum.passed += count.passed;
  sum.failed += count.failed;
  const words = count.failed === 0 ? `${count.passed} passed` : `${count.passed} passed, ${count.failed} FAILED`;
  const line = stepLine(step.name, words, performance.now() - start);
  return count.failed === 0 ? line : `\n${output.trimEnd()}\n${line}\n`;
}

/**
 * @param {Step} step
 * @param {string} file
 */
function runScript(step, file) {
  const args = step.args?.(file) ?? [];
  return npm(['run', '--silent', step.name, ...(args.length > 0 ? ['--', ...args] : [])], {
    env: { ...toolEnv(), ...step.env?.(file) },
    limitMs: step.limitMinutes * 60_000,
  });
}

/** The set-up has built already; where it could not, this says why. */
async function buildHere() {
  try {
    return { code: 0, output: await buildApplication(() => {}) };
  } catch (error) {
    if (!(error instanceof SetupProblem)) throw error;
    return { code: 1, output: `${error.details}\n${error.message}` };
  }
}

/**
 * Runs the steps of a group side by side and prints their lines in their own order.
 * @param {Step[]} steps
 */
async function runGroup(steps) {
  const waiting = [...steps];
  /** @type {Map<Step, Promise<string>>} */
  const results = new Map();
  /** @type {Map<Step, (line: string) => void>} */
  const settle = new Map(steps.map((step) => [step, () => {}]));
  for (const step of steps) results.set(step, new Promise((resolve) => settle.set(step, resolve)));
  const lane = async () => {
    for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) {
      settle.get(step)?.(await runStep(step));
    }
  };
  const lanes = Array.from({ length: Math.min(2, availableParallelism()) }, lane);
  for (const line of results.values()) process.stdout.write(`${await line}\n`);
  await Promise.all(lanes);
}

for (const [signal, code] of /** @type {const} */ ([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
])) {
  process.on(signal, () => void endRunning().finally(() => process.exit(code)));
}

try {
  for (const group of plan) await runGroup(group);
} finally {
  rmSync(reports, { recursive: true, force: true });
}
process.exitCode = sum.failed === 0 ? 0 : 1;
process.stdout.write(`${sum.passed} passed, ${sum.failed} failed\n`);
