import type { Connection } from '../connection.ts';
import { SCHEMA_1 } from './v1.ts';
import { SCHEMA_2 } from './v2.ts';
import { SCHEMA_3 } from './v3.ts';
import { SCHEMA_4 } from './v4.ts';
import { SCHEMA_5 } from './v5.ts';
import { SCHEMA_6 } from './v6.ts';
import { SCHEMA_7 } from './v7.ts';
import { addConstraints } from './v8.ts';
import { SCHEMA_9 } from './v9.ts';

/** One step of the schema, forward only. Its number is what `user_version` becomes. */
export interface Migration {
  readonly version: number;
  readonly sql?: string;
  /** What SQL alone cannot do, after it and in the same transaction. */
  readonly run?: (connection: Connection) => void;
}

/** Every step since the first, in order. One that has been on anybody's computer is never altered: another follows it. */
export const MIGRATIONS: readonly Migration[] = [
  { version: 1, sql: SCHEMA_1 },
  { version: 2, sql: SCHEMA_2 },
  { version: 3, sql: SCHEMA_3 },
  { version: 4, sql: SCHEMA_4 },
  { version: 5, ...SCHEMA_5 },
  { version: 6, sql: SCHEMA_6 },
  { version: 7, sql: SCHEMA_7 },
  { version: 8, run: addConstraints },
  { version: 9, sql: SCHEMA_9 },
];
