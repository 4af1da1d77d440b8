// The notification daemon of the private desktop (desktop-session.mjs): to be called from within it.
import { execFile } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);
const recorder = resolve(import.meta.dirname, 'record-notification.mjs');

/**
 * @typedef {object} ReceivedNotification
 * @property {number} id the daemon's number for it
 * @property {string} app the application's name
 * @property {string} title
 * @property {string} body
 * @property {string} urgency `LOW`, `NORMAL` or `CRITICAL`
 */

/**
 * Settings of dunst for a test: nothing fades by itself, so no test races with a clock, and whatever the daemon shows is
 * written down by `record-notification.mjs`.
 * @param {string} folder the session's folder
 * @returns {string} the text of a dunstrc
 */
export function dunstConfig(folder) {
  const script = join(folder, 'record-notification');
  writeFileSync(script, `#!/bin/sh\nexec '${process.execPath}' '${recorder}' '${recordOf(folder)}'\n`);
  chmodSync(script, 0o700);
  return `[global]
    monitor = 0
    sort = no
    width = 420
    height = 200
    origin = top-right
    offset = 20x20
    notification_limit = 0
    history_length = 200
    sticky_history = yes
    show_age_threshold = -1
    idle_threshold = 0
    markup = no
    format = "%s\\n%b"
    always_run_script = true
    ignore_dbusclose = false
[urgency_low]
    timeout = 0
[urgency_normal]
    timeout = 0
[urgency_critical]
    timeout = 0
[record]
    summary = "*"
    script = ${script}
`;
}

/** @param {string} folder */
const recordOf = (folder) => join(folder, 'notifications.jsonl');

/**
 * Every notification that the daemon has received in this session, oldest first.
 * @returns {ReceivedNotification[]}
 */
export function receivedNotifications() {
  const folder = process.env['CASEHARBOR_DESKTOP'];
  if (folder === undefined) throw new Error('Not on a private desktop: run this through desktop-session.mjs.');
  const record = recordOf(folder);
  if (!existsSync(record)) return [];
  const lines = readFileSync(record, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line));
}

/**
 * Clicks a notification that is shown: the daemon invokes its default action. The daemon can do so for the one on top
 * alone (dunst 1.9), so those above it are closed first.
 * @param {string} [title] which one; the one on top, which is the oldest, when left out
 * @returns {Promise<void>}
 */
export async function clickNotification(title) {
  const shown = await shownNotifications();
  const position = title === undefined ? 0 : shown.findIndex((one) => one.title === title);
  if (shown[position] === undefined) throw new Error(`No such notification is shown: ${title ?? 'none at all'}.`);
  for (let above = 0; above < position; above += 1) await execute('dunstctl', ['close']);
  await execute('dunstctl', ['action', '0']);
}

/**
 * The notifications that are shown now, oldest first: those received, without those that have been closed.
 * @returns {Promise<ReceivedNotification[]>}
 */
export async function shownNotifications() {
  const { stdout } = await execute('dunstctl', ['history']);
  /** @type {{ id: { data: number } }[]} */
  const history = JSON.parse(stdout).data[0];
  const closed = new Set(history.map((one) => one.id.data));
  const shown = receivedNotifications().filter((one) => !closed.has(one.id));
  // The daemon keeps them in the order of arrival (`sort = no`); those who wrote them down may have overtaken each other.
  return shown.sort((one, other) => one.id - other.id);
}

/**
 * Closes every notification that is shown. They move to the daemon's history.
 * @returns {Promise<void>}
 */
export async function closeNotifications() {
  await execute('dunstctl', ['close-all']);
}
