import type { Connection } from '../../electron/store/connection.ts';

interface Column {
  readonly name: string;
  readonly type: string;
  readonly required: number;
  /** Its place in the primary key, from 1 on; 0: it is no part of it. */
  readonly key: number;
  /** 2 and 3: SQLite works it out. */
  readonly hidden: number;
}

interface Reference {
  readonly from: string;
  readonly parent: string;
}

/** Every table of a database with its columns, and what points at what, as a Mermaid diagram (https://mermaid.js.org). */
export function diagramOf(connection: Connection): string {
  const columns = connection.statement<{ table: string }, Column>(
    'diagram.columns',
    `SELECT name, type, "notnull" AS required, pk AS key, hidden FROM pragma_table_xinfo(@table) WHERE hidden <> 1 ORDER BY cid`,
  );
  const references = connection.statement<{ table: string }, Reference>(
    'diagram.references',
    'SELECT "from", "table" AS parent FROM pragma_foreign_key_list(@table) ORDER BY "from"',
  );
  const unique = connection.statement<{ table: string }, { name: string }>(
    'diagram.unique',
    `SELECT min(column.name) AS name FROM pragma_index_list(@table) AS list, pragma_index_info(list.name) AS column
     WHERE list."unique" = 1 AND list.origin = 'u' GROUP BY list.name HAVING count(*) = 1`,
  );
  const tables = connection
    .statement<object, { name: string; sql: string }>(
      'diagram.tables',
      `SELECT list.name, entry.sql FROM pragma_table_list AS list JOIN sqlite_schema AS entry ON entry.name = list.name
       WHERE list.schema = 'main' AND list.type IN ('table', 'virtual') AND list.name NOT LIKE 'sqlite_%' ORDER BY list.name`,
    )
    .all({});

  const described = tables.map(({ name, sql }) => {
    const of = columns.all({ table: name });
    const pointing = references.all({ table: name });
    const content = /\bcontent = '(\w+)'/.exec(sql)?.[1];
    const uniques = new Set(unique.all({ table: name }).map((column) => column.name));
    const entity = of.map((column) => `    ${attribute(column, pointing, uniques)}`);
    const lines = pointing.map(({ from, parent }) => {
      const column = of.find((each) => each.name === from);
      const needed = column !== undefined && (column.required === 1 || column.key > 0);
      // A key of one column has one row at most for each that it points at.
      const single = uniques.has(from) || (column?.key === 1 && of.filter(({ key }) => key > 0).length === 1);
      return `  ${parent} ${needed ? '||' : '|o'}--${single ? 'o|' : 'o{'} ${name} : ${from}`;
    });
    const index = content === undefined ? [] : [`  ${content} ||..|| ${name} : "is the index of words over"`];
    return { entity: [`  ${name} {`, ...entity, '  }'], lines: [...lines, ...index] };
  });
  return [
    'erDiagram',
    ...described.flatMap(({ entity }) => entity),
    ...described.flatMap(({ lines }) => lines).sort(),
    '',
  ].join('\n');
}

function attribute(column: Column, pointing: readonly Reference[], uniques: ReadonlySet<string>): string {
  const marks = [
    ...(column.key > 0 ? ['PK'] : []),
    ...(pointing.some(({ from }) => from === column.name) ? ['FK'] : []),
    ...(uniques.has(column.name) ? ['UK'] : []),
  ];
  const note = column.hidden > 1 ? 'worked out' : column.required === 1 || column.key > 0 ? '' : 'may be empty';
  const type = column.type === '' ? 'words' : column.type.replace(/ GENERATED ALWAYS$/i, '').toLowerCase();
  return [type, column.name, marks.join(', '), note === '' ? '' : `"${note}"`].filter((part) => part !== '').join(' ');
}
