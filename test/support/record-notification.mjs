// Run by dunst for each notification it shows (notifications.mjs): adds one line of JSON to the file named.
import { appendFileSync } from 'node:fs';

const [record] = process.argv.slice(2);
if (record === undefined) throw new Error('Name the file to add to.');
const of = (/** @type {string} */ name) => process.env[`DUNST_${name}`] ?? '';
const notification = {
  id: Number(of('ID')),
  app: of('APP_NAME'),
  title: of('SUMMARY'),
  body: of('BODY'),
  urgency: of('URGENCY'),
};
// One write of one short line: two recorders at once do not mix.
appendFileSync(record, `${JSON.stringify(notification)}\n`);
