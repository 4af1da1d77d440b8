import { useId, type ReactNode } from 'react';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ProblemError } from '../../app/ask.ts';
import { Loading } from '../../ui/progress.tsx';
import { ProblemMessage } from '../../ui/problem-message.tsx';

interface Column {
  readonly id: string;
  readonly label: string;
  readonly isNumber?: boolean;
}

interface LogTableProps<Row> {
  readonly title: string;
  readonly caption: string;
  /** Said in place of the table when there is no row. */
  readonly empty: string;
  readonly note?: string;
  readonly columns: readonly Column[];
  readonly asked: UseQueryResult<unknown, ProblemError>;
  readonly rows: readonly Row[];
  /** The table row of one entry, with as many cells as there are columns. */
  readonly children: (row: Row) => ReactNode;
}

/** A titled log: its rows, or why there are none. Wide ones scroll sideways, by keyboard too. */
export function LogTable<Row>({ title, caption, empty, note, columns, asked, rows, children }: LogTableProps<Row>) {
  const id = useId();
  return (
    <section className="activity-section" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {asked.isPending && <Loading />}
      {asked.error !== null && <ProblemMessage problem={asked.error.problem} />}
      {asked.data !== undefined && rows.length === 0 && <p className="quiet">{empty}</p>}
      {rows.length > 0 && note !== undefined && <p className="quiet">{note}</p>}
      {rows.length > 0 && (
        <div className="activity-table" role="group" aria-labelledby={id} tabIndex={0}>
          <table>
            <caption className="sr-only">{caption}</caption>
            <thead>
              <tr>
                {columns.map((column) => (
                  <th key={column.id} scope="col" className={column.isNumber === true ? 'end' : undefined}>
                    {column.label}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>{rows.map(children)}</tbody>
          </table>
        </div>
      )}
    </section>
  );
}
