import { createHash } from 'node:crypto';
import { groupOf, stageOf } from '../../shared/case/status-groups.ts';
import titles from '../../shared/case/status-titles.json' with { type: 'json' };
import type { Connection } from './connection.ts';
import type { Meta } from './meta.ts';

const KEY = 'status_groups';

/** A name for the way in which this program groups titles: another table of titles has another. */
const grouping = (): string => {
  const table = titles.map(({ title }) => [title, groupOf(title), stageOf(groupOf(title))]);
  return createHash('sha256').update(JSON.stringify(table)).digest('hex');
};

/** Groups every case anew when the table of titles is not the one that they were grouped by. */
export function regroup(connection: Connection, meta: Meta): void {
  const present = grouping();
  if (meta.get(KEY) === present) return;
  connection.define('group_of', groupOf);
  connection.define('stage_of', (title) => stageOf(groupOf(title)));
  connection.write(() => {
    connection.exec(`
      UPDATE cases SET status_group = group_of(title_en), stage = stage_of(title_en)
      WHERE title_en IS NOT NULL AND (status_group <> group_of(title_en) OR stage <> stage_of(title_en))
    `);
    meta.set(KEY, present);
  });
}
