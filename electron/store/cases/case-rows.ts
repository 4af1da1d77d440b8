import type { WatchedCase } from '../../../shared/case/watched-case.ts';
import { readTags } from '../../../shared/case/tags.ts';
import type { Cadence } from '../../../shared/case/cadence.ts';
import type { ReceiptNumber } from '../../../shared/case/receipt-number.ts';
import type { Group, Stage } from '../../../shared/case/status-groups.ts';
import type { CivilDate, Instant } from '../../../shared/clock.ts';
import type { CaseRow, Recognition } from '../../../shared/contract/cases.ts';
import type { AnswerKind } from '../../../shared/service/answer.ts';

export const LISTED_COLUMNS = `id, receipt, client, label, tags, form, title_en, title_es, status_group, stage, recognition,
  said_on, asked_at, last_answer, answered_at, next_check_at, cadence, pinned, archived, unread`;

/** A case as the list shows it, in SQLite's types. */
export interface ListedCase {
  readonly id: number;
  readonly receipt: ReceiptNumber;
  readonly client: string;
  readonly label: string;
  readonly tags: string;
  readonly form: string | null;
  readonly title_en: string | null;
  readonly title_es: string | null;
  readonly status_group: Group;
  readonly stage: Stage;
  readonly recognition: Recognition;
  readonly said_on: CivilDate | null;
  readonly asked_at: Instant | null;
  readonly last_answer: AnswerKind | null;
  readonly answered_at: Instant | null;
  readonly next_check_at: Instant | null;
  readonly cadence: Cadence;
  readonly pinned: number;
  readonly archived: number;
  readonly unread: number;
}

export const toCaseRow = (row: ListedCase): CaseRow => ({
  id: row.id,
  receipt: row.receipt,
  client: row.client,
  label: row.label,
  tags: readTags(row.tags),
  form: row.form,
  title: row.title_en === null ? null : { en: row.title_en, es: row.title_es },
  group: row.status_group,
  stage: row.stage,
  recognition: row.recognition,
  saidOn: row.said_on,
  askedAt: row.asked_at,
  lastAnswer: row.last_answer,
  answeredAt: row.answered_at,
  nextCheckAt: row.next_check_at,
  cadence: row.cadence,
  pinned: row.pinned === 1,
  archived: row.archived === 1,
  unread: row.unread,
});

export const WATCHED_COLUMNS = 'id, cadence, stage, said_on, pinned, archived, asked_at, next_check_at';

export interface WatchedRow {
  readonly id: number;
  readonly cadence: Cadence;
  readonly stage: Stage;
  readonly said_on: CivilDate | null;
  readonly pinned: number;
  readonly archived: number;
  readonly asked_at: Instant | null;
  readonly next_check_at: Instant | null;
}

export const toWatchedCase = (row: WatchedRow): WatchedCase => ({
  id: row.id,
  cadence: row.cadence,
  stage: row.stage,
  saidOn: row.said_on,
  pinned: row.pinned === 1,
  archived: row.archived === 1,
  askedAt: row.asked_at,
  nextCheckAt: row.next_check_at,
});
