/** Something the set-up cannot have, with what the person can do about it. Shown without a stack: it is not a bug. */
export class SetupProblem extends Error {
  /**
   * @param {string} what what is missing or failed
   * @param {string} remedy what to do
   * @param {string} [details] the output of the tool that failed
   */
  constructor(what, remedy, details = '') {
    super(what);
    this.name = 'SetupProblem';
    this.remedy = remedy;
    this.details = details;
  }
}

/**
 * The words of an error of any kind.
 * @param {unknown} error
 * @returns {string}
 */
export function wordsOf(error) {
  return error instanceof Error ? error.message : String(error);
}
