/** What the sandbox is known to answer for a receipt number that USCIS published, or that was seen answered. */
export interface StagingReceipt {
  readonly receipt: string;
  /** Whether `hist_case_status` is a list; else it is null. */
  readonly history: boolean;
  /** Form and title, where they were recorded. */
  readonly form?: string;
  readonly title?: string;
}

const numbers = (prefix: string, tails: string): string[] => tails.split(' ').map((tail) => prefix + tail);

const withHistory = [
  ...numbers('EAC99991034', '03 04 05 10 11 16 19'),
  ...numbers('LIN999910', '6498 6499 6504 6505 6506'),
  ...numbers('SRC99991027', '77 78 79 80 81 82 83 84 85 86 87'),
  ...numbers('SRC99991327', '10 19'),
];

const withoutHistory = [
  ...numbers('EAC99991034', '00 02 06 07 08 09 12 13 14 15 20 21 24 25 26 28 29 31 32'),
  ...numbers('LIN999910650', '1 7'),
  ...numbers('SRC9999132', '694 695 706 707'),
];

/** Numbers that somebody saw the sandbox answer once, with what it said. */
const seenOnce: readonly (readonly [receipt: string, form: string, title: string])[] = [
  ['WAC0000000000', 'I-131', 'Withdrawal Acknowledgement Notice Was Sent'],
  ['WAC9999999999', 'I-751', 'Case Was Received At My Local Office'],
  ['WAC1234567890', 'I-129', 'Request For Premium Processing Services Was Received'],
  ['WAC0000000001', 'I-751', 'Case Was Transferred And A New Office Has Jurisdiction'],
  ['LIN0000000000', 'I-751', 'Case Was Received At My Local Office'],
  ['SRC0000000000', 'I-765', 'Case Was Received'],
  ['MSC0000000000', 'I-485', 'Case Accepted By The USCIS Lockbox'],
  ['YSC0000000000', 'I-751', 'Case Accepted By The USCIS Lockbox'],
  ['YSC0000000001', 'I-140G', 'Biometrics Appointment Was Scheduled'],
  ['IOE9999999999', 'OS155A', 'Case Accepted By The USCIS Lockbox'],
  ['IOE1234567890', 'I-765', 'Case Was Approved'],
];

/** The staging receipts that USCIS published: they answer 200. */
export const PUBLISHED_RECEIPTS: readonly StagingReceipt[] = [
  ...withHistory.map((receipt) => ({ receipt, history: true })),
  ...withoutHistory.map((receipt) => ({ receipt, history: false })),
];

/** Every receipt that answers 200. */
export const KNOWN_RECEIPTS: ReadonlyMap<string, StagingReceipt> = new Map(
  [...PUBLISHED_RECEIPTS, ...seenOnce.map(([receipt, form, title]) => ({ receipt, form, title, history: true }))].map(
    (entry) => [entry.receipt, entry],
  ),
);

/** Receipts that were seen to answer 404, even where every other well-formed number is answered. */
export const UNKNOWN_RECEIPTS: ReadonlySet<string> = new Set([
  ...numbers('EAC9999103', '401 418 117 118 119'),
  'EAC0000000000',
  'EAC0000099999',
]);

/** Numbers that were seen to answer 422: too short, or not of the right form. */
export const MALFORMED_RECEIPTS: readonly string[] = ['EAC999910311', 'LIN999106507', 'AB12345'];
