import { countCheck, countPlaywright, countVitest } from './results.mjs';

/**
 * @typedef {object} Step
 * @property {string} name a script of package.json
 * @property {(reportFile: string) => string[]} [args] what it is given besides, to write its report
 * @property {(reportFile: string) => Record<string, string>} [env]
 * @property {(report: unknown, code: number) => import('./results.mjs').Count} count
 * @property {number} limitMinutes
 */

/**
 * @param {string} name
 * @returns {Step}
 */
const check = (name) => ({ name, count: (_report, code) => countCheck(code), limitMinutes: 10 });

/**
 * @param {string} name
 * @returns {Step}
 */
const vitest = (name) => ({
  name,
  args: (file) => ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`],
  count: countVitest,
  limitMinutes: 25,
});

/**
 * Everything that `npm test` does. The steps of one group run two at a time, the groups one after the other: tests are
 * not disturbed by anything beside them.
 * @type {Step[][]}
 */
export const plan = [
  ['types', 'lint', 'walls', 'format', 'unused', 'build'].map(check),
  [vitest('unit')],
  [vitest('integration')],
  [
    {
      name: 'e2e',
      args: () => ['--reporter=list,json'],
      env: (file) => ({ PLAYWRIGHT_JSON_OUTPUT_FILE: file }),
      count: countPlaywright,
      limitMinutes: 25,
    },
  ],
];
