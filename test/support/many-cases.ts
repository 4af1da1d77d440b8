import type { Connection } from '../../electron/store/connection.ts';

/**
 * Fills an empty database with invented cases in one statement, which is sooner done than adding them one by one. Every
 * tenth is decided and every hundredth archived; the others are pending. Titles, times and clients follow the number.
 */
export function fillWithCases(connection: Connection, count: number): void {
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
    WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ${count})
    INSERT INTO cases (receipt, client, client_key, label, cadence, pinned, created_at, archived_at, form, title_en,
      title_es, status_group, stage, recognition, said_on, asked_at, last_answer, answered_at, next_check_at, folded,
      notes, notes_folded, text_id)
    SELECT 'ZZZ' || (9000000000 + n), 'Client ' || n, 'client ' || n, 'label', 'automatic', n % 2, 1, iif(n % 100 = 0, 1, NULL),
      'I-' || (n % 30), iif(n % 10 = 0, 'Case Was Approved', 'Case Was Received'), NULL,
      iif(n % 10 = 0, 'approved', 'received_or_intake'), iif(n % 10 = 0, 'decided', 'pending'),
      iif(n % 3 = 0, 'not_recognised', 'recognised'), '2026-01-' || (10 + n % 20), n, 'status', n - n % 2, n * 1000,
      ' zzz' || (9000000000 + n) || ' client ' || n || ' label', iif(n % 50 = 7, 'call about the mortgage of ' || n, ''),
      iif(n % 50 = 7, ' call about the mortgage of ' || n, ''),
      (SELECT id FROM texts WHERE folded LIKE ' case was ' || iif(n % 10 = 0, 'approved', 'received') || ' (' || (n % 30) || ')%')
    FROM numbers
  `);
}
