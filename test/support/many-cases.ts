import type { Connection } from '../../electron/store/connection.ts';

/** Which cases they are, where two offices are to have some in common. */
interface Numbering {
  /** The number before that of the first case. */
  readonly from: number;
  /** What stands behind the client's name in every twentieth case. */
  readonly mark: string;
}

/**
 * Fills an empty database with invented cases in one statement, which is sooner done than adding them one by one. Every
 * tenth is decided and every hundredth archived; the others are pending. Titles, times and clients follow the number. To
 * alter what is searched afterwards takes far longer: each old word is taken out of the index by itself.
 */
export function fillWithCases(
  connection: Connection,
  count: number,
  { from, mark }: Numbering = { from: 0, mark: '' },
): void {
  const forms = Array.from({ length: 30 }, (_, form) => form);
  for (const [verb, words] of [
    ['received', 'we received your form and sent you the receipt notice that describes how we will process your case'],
    ['approved', 'we approved your form and we have mailed you an approval notice, please follow the instructions'],
  ]) {
    for (const form of forms) {
      connection.exec(`INSERT INTO texts (folded) VALUES (' case was ${verb} (${form}) on , ${words}')`);
    }
  }
  connection.exec(`
    WITH RECURSIVE numbers (n) AS (SELECT ${from + 1} UNION ALL SELECT n + 1 FROM numbers WHERE n < ${from + count}),
      named (n, client) AS (SELECT n, 'Client ' || n || iif(n % 20 = 0, '${mark}', '') FROM numbers)
    INSERT INTO cases (receipt, client, client_key, label, cadence, pinned, created_at, archived_at, form, title_en,
      title_es, status_group, stage, recognition, said_on, asked_at, last_answer, answered_at, next_check_at, folded,
      notes, notes_folded, text_id)
    SELECT 'ZZZ' || (9000000000 + n), client, lower(client), 'label', 'automatic', n % 2, 1, iif(n % 100 = 0, 1, NULL),
      'I-' || (n % 30), iif(n % 10 = 0, 'Case Was Approved', 'Case Was Received'), NULL,
      iif(n % 10 = 0, 'approved', 'received_or_intake'), iif(n % 10 = 0, 'decided', 'pending'),
      iif(n % 3 = 0, 'not_recognised', 'recognised'), '2026-01-' || (10 + n % 20), n, 'status', n - n % 2, n * 1000,
      ' zzz' || (9000000000 + n) || ' ' || lower(client) || ' label', iif(n % 50 = 7, 'call about the mortgage of ' || n, ''),
      iif(n % 50 = 7, ' call about the mortgage of ' || n, ''),
      (SELECT id FROM texts WHERE folded LIKE ' case was ' || iif(n % 10 = 0, 'approved', 'received') || ' (' || (n % 30) || ')%')
    FROM named
  `);
}
