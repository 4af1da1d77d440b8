import { plainText } from '../shared/case/rich-text.ts';
import type { CaseRow } from '../shared/contract/cases.ts';
import type { Workspaces } from './workspaces/workspaces.ts';
import { WATCHED_CASES } from '../shared/contract/page-lists.ts';

/**
 * The demonstration without a window: one pull of every case over HTTP, then a table of what changed. Gives whether it
 * worked.
 */
export async function showHeadless(workspaces: Workspaces, print: (line: string) => void): Promise<boolean> {
  const current = workspaces.current();
  if (current === null) {
    const problem = workspaces.shown()?.problem;
    print(`The demonstration could not be opened: ${problem?.kind ?? 'unknown'} ${problem?.detail ?? ''}`);
    return false;
  }
  const rowsNow = (): CaseRow[] =>
    current.store.cases.page(
      {
        filter: WATCHED_CASES,
        sort: { by: 'receipt', descending: false },
        offset: 0,
        limit: 500,
      },
      current.clock.now(),
    );
  const before = new Map(rowsNow().map((row) => [row.id, row]));
  const settled = current.settled();
  const asked = await current.checkNow('all');
  print(`Asking the built-in simulator for ${asked} synthetic cases, over HTTP, one call each …`);
  await settled;
  const lines = rowsNow()
    .filter((row) => title(row) !== title(before.get(row.id)))
    .map((row) => [row.receipt, row.client, title(before.get(row.id)) || '(first answer)', title(row)]);
  print(
    lines.length === 0
      ? 'Nothing changed since the last pull.'
      : table([['Receipt', 'Client', 'Before', 'Now'], ...lines]),
  );
  const [pull] = current.store.pulls.log(1);
  const answered = pull !== undefined && pull.finishedAt !== null && pull.answers.status === pull.total;
  if (!answered) print(`Not every case was answered: ${JSON.stringify(pull?.answers ?? {})}.`);
  // Without a keychain its key ends with this run: what could never be opened again is not left behind.
  const { secretsIn } = workspaces.list().find(({ id }) => id === current.id) ?? {};
  if (secretsIn === 'session') await workspaces.remove(current.id);
  return answered;
}

const title = (row: CaseRow | undefined): string =>
  row?.title === null || row === undefined ? '' : plainText(row.title.en);

/** Rows of equal columns, for a terminal. */
function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return rows.map(line).join('\n');
}
