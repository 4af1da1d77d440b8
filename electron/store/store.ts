import { createActivityLog, type ActivityLog } from './pulls/activity.ts';
import { createAnswers, type Answers } from './answers/answers.ts';
import { createCaseList, type CaseList } from './cases/case-list.ts';
import { createCasePages, type CasePages } from './cases/case-pages.ts';
import { createCases, type Cases } from './cases/cases.ts';
import { createChanges, type Changes } from './answers/changes.ts';
import type { Connection } from './connection.ts';
import { createEdits } from './cases/edits.ts';
import { createLedger, type Ledger } from './ledger/ledger.ts';
import { createMeta, type Meta } from './meta.ts';
import { createObservations } from './answers/observations.ts';
import { createOutbox, type Outbox } from './answers/outbox.ts';
import { createPurge, type Purge } from './cases/purge.ts';
import { isDamage, mayPass } from './problems.ts';
import { createPulls, type Pulls } from './pulls/pulls.ts';
import { createRetention, type Retention } from './cases/retention.ts';
import { createRegroup, type Regroup } from './answers/regroup.ts';
import { createTagging, type Tagging } from './cases/tagging.ts';
import { createTexts } from './answers/texts.ts';
import { createTrash, type Trash } from './cases/trash.ts';
import { createTitles, type Titles } from './answers/titles.ts';
import { createWordIndex } from './cases/word-index.ts';

/**
 * A workspace's database, as the other parts see it. Every method that writes is one transaction, on the disk when it returns
 * (`recordAnswer`: some milliseconds later); those that take `breathe` write in many short ones.
 */
export interface Store {
  readonly cases: CasePages &
    CaseList &
    Cases &
    Tagging & {
      /** The exact text of the answer that an observation was first seen in; null: there is no such observation. */
      rawBody(observationId: number): string | null;
    };
  readonly changes: Pick<Changes, 'list' | 'summary' | 'acknowledge'>;
  readonly pulls: Pulls & Answers & Pick<ActivityLog, 'log' | 'errors'>;
  readonly outbox: Pick<Outbox, 'take'>;
  readonly ledger: Ledger;
  readonly titles: Pick<Titles, 'list' | 'file'> & Regroup;
  readonly trash: Trash & Purge;
  readonly retention: Retention;
  readonly meta: Meta;
  /** Writes the log back into the database's file and cuts it off, as far as no reader stands in the way. */
  tidy(): Promise<void>;
  /** Writes everything into the database's one file and closes it. The store cannot be used after. */
  close(): void;
}

/** Makes the store's parts upon an open, migrated database. */
export function createStore(connection: Connection): Store {
  const meta = createMeta(connection);
  const titles = createTitles(connection);
  const observations = createObservations(connection);
  const changes = createChanges(connection, titles);
  const activity = createActivityLog(connection);
  const outbox = createOutbox(connection, changes);
  const ledger = createLedger(connection);
  const edits = createEdits(connection);
  const words = createWordIndex(connection);
  words.settle();
  return {
    cases: {
      ...createCasePages(connection),
      ...createCaseList(connection, words),
      ...createCases(connection, { observations, changes, activity, titles, edits }),
      ...createTagging(connection, { edits, words }),
      rawBody: (observationId) => observations.body(observationId),
    },
    changes,
    pulls: {
      ...createPulls(connection),
      ...createAnswers(connection, { observations, changes, ledger, outbox, texts: createTexts(connection), titles }),
      log: (limit) => activity.log(limit),
      errors: (limit) => activity.errors(limit),
    },
    outbox,
    ledger,
    titles: {
      list: () => titles.list(),
      file: (key, group, now) => titles.file(key, group, now),
      ...createRegroup(connection, { titles, meta }),
    },
    trash: { ...createTrash(connection, titles), ...createPurge(connection, ledger, words) },
    retention: createRetention(connection),
    meta,
    tidy: () => connection.cutLog(),
    close() {
      connection.pragma('busy_timeout=200');
      try {
        // Statistics for the query planner, of no more rows than it takes a few milliseconds to look at.
        connection.pragma('analysis_limit=400');
        connection.pragma('optimize');
        connection.pragma('wal_checkpoint(TRUNCATE)');
      } catch (error) {
        // It is closed all the same, or nobody could repair it: damage is looked for elsewhere, and a full disk keeps the log.
        if (!isDamage(error) && !mayPass(error)) throw error;
      } finally {
        connection.close();
      }
    },
  };
}
