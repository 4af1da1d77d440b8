import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openConnection, type Connection } from '../../electron/store/connection.ts';
import { migrate } from '../../electron/store/schema/migrations.ts';
import { MIGRATIONS } from '../../electron/store/schema/steps.ts';
import { diagramOf } from '../support/diagram.ts';
import { KEY, temporaryFolder } from '../support/temporary-store.ts';

const DOCUMENT = resolve(import.meta.dirname, '../../docs/data-model.md');
/** Set it to write the diagram instead of comparing it. */
const WRITE = process.env['WRITE_DIAGRAM'] === '1';
/** The only diagram of the document. */
const DIAGRAM = /(?<=^```mermaid\n).*?(?=^```$)/ms;

function database(): Connection {
  const path = join(temporaryFolder(), 'cases.db');
  const connection = openConnection({ path, key: { kind: 'raw', hex: KEY }, mustExist: false });
  onTestFinished(() => connection.close());
  migrate(connection, MIGRATIONS);
  return connection;
}

test('the diagram in docs/data-model.md is of the newest schema (WRITE_DIAGRAM=1 writes it)', () => {
  const diagram = diagramOf(database());
  const text = readFileSync(DOCUMENT, 'utf8').replaceAll('\r\n', '\n');
  if (WRITE)
    writeFileSync(
      DOCUMENT,
      text.replace(DIAGRAM, () => diagram),
    );
  expect(DIAGRAM.exec(readFileSync(DOCUMENT, 'utf8').replaceAll('\r\n', '\n'))?.[0]).toBe(diagram);
});

test('the diagram has every table, column and reference, and nothing of the files beside an index of words', () => {
  const connection = database();
  const before = diagramOf(connection);
  expect(before).toContain('\n  cases {\n    integer id PK\n    text receipt UK\n');
  expect(before).toContain('\n    integer archived "worked out"\n');
  expect(before).toContain('\n  cases ||--o{ observations : case_id\n');
  expect(before).toContain('\n  observations |o--o{ cases : observation_id\n');
  expect(before).toContain('\n  changes ||--o| outbox : change_id\n');
  expect(before).toContain('\n  cases ||..|| case_search : "is the index of words over"\n');
  expect(before).not.toMatch(/_search_\w+ \{/);
});

test('a table that is added is seen', () => {
  const connection = database();
  connection.exec('CREATE TABLE of_tomorrow (id INTEGER PRIMARY KEY, case_id INTEGER REFERENCES cases (id)) STRICT');
  const diagram = diagramOf(connection);
  expect(diagram).toContain('\n  of_tomorrow {\n    integer id PK\n    integer case_id FK "may be empty"\n  }\n');
  expect(diagram).toContain('\n  cases |o--o{ of_tomorrow : case_id\n');
});
