import { sqliteCode, type Connection } from '../connection.ts';

/**
 * What a column may hold, where this program decides that (docs/data-model.md): the words of our own vocabularies, days that
 * there are, counts. The constraints have names, so that a step which brings a further word can drop one and add it anew.
 *
 * `ALTER TABLE … ADD CONSTRAINT` (SQLite 3.53) reads the table through and writes no row of it. It refuses a constraint that
 * a row breaks, so such rows are first brought to the nearest honest value: what is not known is said to be not known.
 *
 * The words are those of this version; a test compares what the newest schema allows with shared/.
 */
const CADENCES = ['automatic', 'every_4_hours', 'every_6_hours', 'every_12_hours', 'daily', 'weekly', 'never'];

const GROUPS = [
  'received_or_intake',
  'under_review',
  'transferred',
  'response_received',
  'evidence_requested',
  'biometrics_or_appointment',
  'missed_appointment',
  'interview',
  'noid',
  'noir_or_rescind',
  'notice_to_appear',
  'oath',
  'approved',
  'approved_reaffirmed',
  'card_or_document_production',
  'mailed_or_delivered',
  'returned_or_undeliverable',
  'denied',
  'rejected',
  'revoked',
  'terminated',
  'withdrawn_or_closed',
  'not_revoked_notice',
  'notice_explaining_action',
  'other_notice',
  'appeal_or_certification',
  'reopened',
  'litigation_hold',
  'premium',
  'expedite',
  'fee_refund_or_fee_issue',
  'record_update',
  'sent_to_other_body',
  'returned_from_other_body',
  'no_information',
  'unclassified',
];

const ANSWERS = [
  'status',
  'not_recognised',
  'unreadable',
  'refused',
  'closed',
  'slowed',
  'unavailable',
  'credentials',
  'product',
  'network',
  'timeout',
  'tls',
  'tls_untrusted',
  'tls_wrong_host',
  'tls_expired',
  'proxy',
  'credentials_missing',
  'keychain_missing',
  'keychain_locked',
  'keychain_timeout',
  'safe_storage_unavailable',
  'file_failed',
  'secret_lost',
  'session_ended',
  'endpoint_invalid',
  'endpoint_needs_https',
  'endpoint_needs_verified_runtime',
];

const CHANGES = [
  'status_changed',
  'text_changed',
  'history_added',
  'record_touched',
  'not_recognised',
  'recognised_again',
];

/** Not `IN`: SQLite makes a table of a longer list anew for each row that is written, which costs 25 µs. */
export const among = (column: string, words: readonly string[]): string =>
  `(${words.map((word) => `${column} = '${word}'`).join(' OR ')})`;

/** A list as JSON.stringify writes it has nothing but commas in its brackets once its words are struck out. */
const onlyOf = (column: string, words: readonly string[]): string =>
  `replace(${words.reduce((rest, word) => `replace(${rest}, '"${word}"', '')`, column)}, ',', '') = '[]'`;

/** Null, or a day of the calendar. With a time behind it no other text is one: `date` would take `now` too. */
const realDay = (column: string): string => `${column} IS date(${column} || 'T00:00')`;

export const EDITED = (side: 'before' | 'after'): string =>
  `(field <> 'cadence' OR ${among(side, CADENCES)}) AND (field <> 'pinned' OR ${among(side, ['0', '1'])})`;

const PURGED = ['cases', 'answers', 'changes', 'checks', 'notes', 'edits'];

interface Rule {
  readonly table: string;
  readonly name: string;
  /** Never null: SQLite would let such a row pass, but not add the constraint. */
  readonly holds: string;
  /** What a row that breaks it is given instead: expressions of its columns, by column. */
  readonly nearest: Readonly<Record<string, string>>;
  /** What is done before that is written into the rows for which `broken` holds. */
  readonly before?: (broken: string) => string;
}

/** Kinds that are known stay. Where none is, what the change stands between says what it was at the least. */
const KINDS = `ifnull(nullif((SELECT json_group_array(value) FROM json_each(iif(json_valid(kinds), kinds, '[]'))
  WHERE ${among('value', CHANGES)}), '[]'), json_array(CASE WHEN after_id IS NULL THEN 'not_recognised'
  WHEN before_id IS NULL THEN 'recognised_again' ELSE 'text_changed' END))`;

const RULES: readonly Rule[] = [
  {
    table: 'cases',
    name: 'cadence',
    holds: among('cadence', CADENCES),
    // A case that has no next check because of a cadence that is none is due.
    nearest: {
      cadence: `'automatic'`,
      next_check_at: 'iif(archived_at IS NULL AND deleted_at IS NULL, ifnull(next_check_at, 1), next_check_at)',
    },
  },
  {
    table: 'cases',
    name: 'status_group',
    holds: among('status_group', GROUPS),
    nearest: { status_group: `'unclassified'` },
    // Without this note every case is put into its group at the next opening.
    before: () => `DELETE FROM meta WHERE key = 'status_groups'`,
  },
  {
    table: 'cases',
    name: 'last_answer',
    holds: `last_answer IS NULL OR ${among('last_answer', ANSWERS)}`,
    nearest: { last_answer: `'unreadable'` },
  },
  { table: 'cases', name: 'said_on', holds: realDay('said_on'), nearest: { said_on: 'NULL' } },
  {
    table: 'titles',
    name: 'status_group',
    holds: `status_group IS NULL OR ${among('status_group', GROUPS)}`,
    // The office is asked to file it again.
    nearest: { status_group: 'NULL', filed_at: 'NULL' },
  },
  { table: 'pulls', name: 'changes', holds: 'changes >= 0', nearest: { changes: '0' } },
  { table: 'pull_answers', name: 'checks', holds: 'checks >= 0', nearest: { checks: '0' } },
  {
    table: 'pull_answers',
    name: 'answer',
    holds: among('answer', ANSWERS),
    nearest: { answer: `'unreadable'` },
    // A pull has one row for each answer.
    before: (broken) => `INSERT INTO pull_answers (pull_id, answer, checks)
        SELECT pull_id, 'unreadable', sum(checks) FROM pull_answers WHERE ${broken} GROUP BY pull_id
        ON CONFLICT (pull_id, answer) DO UPDATE SET checks = checks + excluded.checks;
      DELETE FROM pull_answers WHERE ${broken}`,
  },
  {
    table: 'checks',
    name: 'answer',
    holds: `answer IS NULL OR ${among('answer', ANSWERS)}`,
    nearest: { answer: `'unreadable'` },
  },
  { table: 'checks', name: 'attempts', holds: 'attempts >= 0', nearest: { attempts: '0' } },
  {
    table: 'changes',
    name: 'kinds',
    holds: `instr(kinds, '["' || kind || '"') = 1 AND ${onlyOf('kinds', CHANGES)}`,
    nearest: { kind: `${KINDS} ->> 0`, kinds: KINDS },
  },
  { table: 'changes', name: 'said_on', holds: realDay('said_on'), nearest: { said_on: 'NULL' } },
  {
    table: 'purges',
    name: 'counts',
    holds: PURGED.map((count) => `${count} >= 0`).join(' AND '),
    nearest: Object.fromEntries(PURGED.map((count) => [count, `max(0, ${count})`])),
  },
  ...(['before', 'after'] as const).map((side) => ({
    table: 'edits',
    name: side,
    holds: EDITED(side),
    nearest: { [side]: `iif(field = 'pinned', '0', 'automatic')` },
  })),
];

const constraintOf = ({ table, name }: Rule): string => `${table}_${name}`;

/** By constraint, what a row that it refuses is given instead: an expression of the row's columns for each. */
export const NEAREST: ReadonlyMap<string, Rule['nearest']> = new Map(
  RULES.map((rule) => [constraintOf(rule), rule.nearest]),
);

function addConstraint(connection: Connection, rule: Rule): void {
  const { table, holds, nearest, before } = rule;
  const add = `ALTER TABLE ${table} ADD CONSTRAINT ${constraintOf(rule)} CHECK (${holds})`;
  try {
    connection.exec(add);
  } catch (error) {
    if (sqliteCode(error) !== 'SQLITE_CONSTRAINT') throw error;
    const broken = `NOT (${holds})`;
    const values = Object.entries(nearest).map(([column, value]) => `${column} = ${value}`);
    if (before !== undefined) connection.exec(before(broken));
    connection.exec(`UPDATE ${table} SET ${values.join(', ')} WHERE ${broken}`);
    connection.exec(add);
  }
}

export function addConstraints(connection: Connection): void {
  for (const rule of RULES) addConstraint(connection, rule);
}
