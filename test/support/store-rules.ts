import type { Connection } from '../../electron/store/connection.ts';
import { verifyLedger } from '../../electron/store/ledger/verify.ts';

/** Each gives the rows that break the rule. A case whose purge a killed program left half done has lost some of its own. */
const RULES = {
  'a pull has no more answers than it counts: those of purged cases are gone': `SELECT id FROM pulls WHERE done < (
    SELECT count(*) FROM checks WHERE pull_id = pulls.id AND answer IS NOT NULL)`,
  'a pull counts its answers by kind': `SELECT id FROM pulls WHERE done <> (
    SELECT ifnull(sum(checks), 0) FROM pull_answers WHERE pull_id = pulls.id)`,
  'a pull has as many checks to do as it says': `SELECT id FROM pulls WHERE total - done <> (
    SELECT count(*) FROM checks WHERE pull_id = pulls.id AND answer IS NULL)`,
  'a pull has no more changes than it counts': `SELECT id FROM pulls WHERE changes < (
    SELECT count(*) FROM changes WHERE pull_id = pulls.id)`,
  'each change is in the outbox': 'SELECT id FROM changes WHERE id NOT IN (SELECT change_id FROM outbox)',
  'a case counts its unread changes': `SELECT id FROM cases WHERE purge_id IS NULL AND unread <> (
    SELECT count(*) FROM changes WHERE case_id = cases.id AND read_at IS NULL)`,
  'a case waits when a check does': `SELECT id FROM cases WHERE purge_id IS NULL AND waiting <> (
    SELECT count(*) FROM checks WHERE case_id = cases.id AND answer IS NULL)`,
  'a case shows its newest observation': `SELECT id FROM cases WHERE purge_id IS NULL AND observation_id IS NOT (
    SELECT max(id) FROM observations WHERE case_id = cases.id)`,
  'a case that was answered has a line in the log': `SELECT id FROM cases WHERE purge_id IS NULL AND asked_at IS NOT (
    SELECT max(asked_at) FROM checks WHERE case_id = cases.id)`,
  'a case has a text to be searched when it has an observation': `SELECT id FROM cases
    WHERE purge_id IS NULL AND (text_id IS NULL) <> (observation_id IS NULL)`,
  'without a purge a pull has every answer and change that it counts': `SELECT id FROM pulls
    WHERE NOT EXISTS (SELECT 1 FROM purges) AND (
      done <> (SELECT count(*) FROM checks WHERE pull_id = pulls.id AND answer IS NOT NULL)
      OR changes <> (SELECT count(*) FROM changes WHERE pull_id = pulls.id))`,
  'a deleted case is not due': `SELECT id FROM cases WHERE purge_id IS NULL AND deleted_at IS NOT NULL AND next_check_at IS NOT NULL`,
  'a deleted case is neither held nor about to be': `SELECT id FROM cases WHERE deleted_at IS NOT NULL
    AND (id IN (SELECT case_id FROM holds) OR id IN (SELECT case_id FROM retention_due))`,
  'a field stands as its newest edit left it': `SELECT edits.id FROM edits JOIN cases ON cases.id = case_id
    WHERE purge_id IS NULL
      AND edits.id = (SELECT max(id) FROM edits AS any WHERE any.case_id = cases.id AND any.field = edits.field)
      AND after <> CASE field WHEN 'client' THEN client WHEN 'label' THEN label WHEN 'tags' THEN tags WHEN 'notes' THEN notes
        WHEN 'cadence' THEN cadence ELSE pinned END`,
  'keys point at rows': 'SELECT * FROM pragma_foreign_key_check',
} as const;

/** What must hold of a database however the program ended: gives what does not. */
export function brokenRules(connection: Connection): string[] {
  const broken = Object.entries(RULES).flatMap(([rule, sql]) =>
    connection.statement(`rule: ${rule}`, sql).all({}).length === 0 ? [] : [rule],
  );
  const whole = connection.pragma('integrity_check');
  if (whole !== 'ok') broken.push(`integrity: ${String(whole)}`);
  const ledger = verifyLedger(connection, () => undefined);
  for (const chain of [ledger, ...ledger.others]) {
    if (chain.broken !== null) broken.push(`ledger: ${JSON.stringify(chain.broken)}`);
  }
  connection.exec(`INSERT INTO case_search (case_search, rank) VALUES ('integrity-check', 1)`);
  connection.exec(`INSERT INTO text_search (text_search, rank) VALUES ('integrity-check', 1)`);
  return broken;
}

/** Of a database whose ledger is as old as itself: the answers that have no line, or lines without an answer. */
export function answersWithoutLine(connection: Connection): number {
  const counts = connection.statement<object, { answers: number; lines: number }>(
    'rule: lines',
    'SELECT (SELECT count(*) FROM checks WHERE answer IS NOT NULL) AS answers, (SELECT count(*) FROM ledger) AS lines',
  );
  const { answers = 0, lines = 0 } = counts.get({}) ?? {};
  return answers - lines;
}
