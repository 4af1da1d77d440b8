/**
 * @typedef {object} Count
 * @property {number} passed
 * @property {number} failed
 */

/**
 * A check that is one thing: types, lint and the like.
 * @param {number} code the exit code
 * @returns {Count}
 */
export function countCheck(code) {
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/**
 * The tests of a run of Vitest. A test that was skipped, or a file that could not be loaded, has failed: nobody knows
 * what it would have said.
 * @param {unknown} report what its JSON reporter wrote; undefined when it wrote nothing
 * @param {number} code the exit code
 * @returns {Count}
 */
export function countVitest(report, code) {
  const files = list(report, 'testResults');
  let passed = 0;
  let failed = 0;
  for (const file of files) {
    const statuses = list(file, 'assertionResults').map((test) => field(test, 'status'));
    const good = statuses.filter((status) => status === 'passed').length;
    passed += good;
    failed += statuses.length - good;
    // A file that did not load has no tests to count.
    if (good === statuses.length && field(file, 'status') !== 'passed') failed += 1;
  }
  return settled({ passed, failed }, code);
}

/**
 * The tests of a run of Playwright. Flaky and skipped ones have failed.
 * @param {unknown} report what its JSON reporter wrote; undefined when it wrote nothing
 * @param {number} code the exit code
 * @returns {Count}
 */
export function countPlaywright(report, code) {
  const stats = field(report, 'stats');
  const number = (/** @type {string} */ name) => Number(field(stats, name) ?? 0);
  const failed = number('unexpected') + number('flaky') + number('skipped') + list(report, 'errors').length;
  return settled({ passed: number('expected'), failed }, code);
}

/**
 * A run that ended badly without a failed test, or that ran no test at all, has failed once.
 * @param {Count} count
 * @param {number} code
 * @returns {Count}
 */
function settled({ passed, failed }, code) {
  const silent = failed === 0 && (code !== 0 || passed === 0);
  return { passed, failed: silent ? 1 : failed };
}

/**
 * @param {unknown} value
 * @param {string} name
 * @returns {unknown}
 */
function field(value, name) {
  return typeof value === 'object' && value !== null ? /** @type {Record<string, unknown>} */ (value)[name] : undefined;
}

/**
 * @param {unknown} value
 * @param {string} name
 * @returns {unknown[]}
 */
function list(value, name) {
  const found = field(value, name);
  return Array.isArray(found) ? found : [];
}
