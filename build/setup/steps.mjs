import { SetupProblem } from './problem.mjs';

/** Writes one line a step, with the time it took, and a line under way where a step takes long. */
const columns = { name: 10, words: 52 };

/**
 * @param {string} name
 * @param {string} words
 * @param {number} milliseconds
 * @returns {string} `packages   up to date      0.02 s`
 */
export function stepLine(name, words, milliseconds) {
  const seconds = (milliseconds / 1000).toFixed(2);
  return `${name.padEnd(columns.name)} ${words.padEnd(columns.words)} ${seconds.padStart(7)} s`;
}

/**
 * Does one step and says so.
 * @param {string} name
 * @param {(say: (words: string) => void) => string | Promise<string>} work gives back what it did, in a few words
 * @returns {Promise<void>}
 */
export async function step(name, work) {
  const start = performance.now();
  const say = (/** @type {string} */ words) => print(`${name.padEnd(columns.name)} ${words} ...`);
  const words = await work(say);
  print(stepLine(name, words, performance.now() - start));
}

/** @param {string} line */
function print(line) {
  process.stdout.write(`${line}\n`);
}

/**
 * Says what failed and what to do.
 * @param {unknown} error
 */
export function explain(error) {
  if (error instanceof SetupProblem) {
    const details = error.details.trim();
    process.stderr.write(
      `${details === '' ? '' : `\n${details}\n`}\nThe set-up stopped: ${error.message}\nWhat to do: ${error.remedy}\n`,
    );
  } else {
    process.stderr.write(
      `\nThe set-up failed by a mistake of its own:\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
  }
}
