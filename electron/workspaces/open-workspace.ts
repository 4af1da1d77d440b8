import type { Group } from '../../shared/case/status-groups.ts';
import type { WatchedCase } from '../../shared/case/watched-case.ts';
import type { CaseEdit, CaseFilter, CaseSort, ListLine } from '../../shared/contract/cases.ts';
import type { Acknowledgement, InboxSummary } from '../../shared/contract/inbox.ts';
import type { PurgeView } from '../../shared/contract/trash.ts';
import { HOUR, MINUTE, sleep, type Cancel, type Clock } from '../../shared/clock.ts';
import type { Environment } from '../../shared/service/environment.ts';
import { done, fail, ok, type Result } from '../../shared/problem.ts';
import { guarded } from '../guard.ts';
import { LISTED_LINES } from '../documents/ledger-page.ts';
import { createPulls, type Pulls } from '../pulls/engine.ts';
import { nextCheckAt } from '../pulls/planner.ts';
import type { PullStore } from '../pulls/ports.ts';
import type { EnteredCase } from '../store/cases/case-list.ts';
import { olderVersion, openStore } from '../store/open.ts';
import { mayPass, problemOf } from '../store/problems.ts';
import type { Trainer } from '../simulator/trainer.ts';
import type { Store } from '../store/store.ts';
import { createUscisClient, type UscisClient } from '../uscis/client.ts';
import { readCredentials, readDatabaseKey, writeCredentials, type Credentials } from '../vault/secrets.ts';
import type { Secrets } from '../vault/vault.ts';
import { readAbout, writeAbout } from './about.ts';
import { databaseKey } from './database-key.ts';
import { newDemonstrationCredentials, startDemonstration, type Demonstration } from './demonstration.ts';
import { withEarlierCalls } from './earlier-calls.ts';
import type { SharedParts } from './parts.ts';
import { createLedgerJobs, type LedgerJobs } from './ledger-jobs.ts';
import { createSerial } from './serial.ts';
import { databasePath, type WorkspaceFile, type WorkspaceFiles, type WorkspaceRecord } from './record.ts';

/** The workspace that is open: its store, its client and its pulls, working together. */
export interface OpenWorkspace {
  readonly id: string;
  readonly environment: Environment;
  readonly clock: Clock;
  readonly store: Store;
  readonly pulls: Pulls;
  readonly client: UscisClient;
  /** What takes long to be done with the ledger. */
  readonly ledger: LedgerJobs;
  /** Lets the built-in simulator have a bad day; null: this is no demonstration. */
  readonly trainer: Trainer | null;
  inboxSummary(): InboxSummary;
  /** Resolves when answers were recorded and for now no more will be, or when the pulls wait or stopped. */
  settled(): Promise<void>;
  acknowledge(which: Acknowledgement): Promise<number[]>;
  preview(text: string): Promise<ListLine[]>;
  countCases(filter: CaseFilter): Promise<number>;
  addCases(cases: readonly EnteredCase[]): Promise<{ added: number[]; lines: ListLine[] }>;
  /** Gives the edits that it made. */
  changeCase(id: number, change: CaseEdit): Result<{ edits: number[] }>;
  /** Sets what stood there before an edit. */
  putBack(id: number, edit: number): Result<null>;
  archive(ids: readonly number[], archived: boolean): Promise<number[]>;
  /** Deletes cases so that they can be restored for 30 days. Gives the ids that it altered. */
  deleteCases(ids: readonly number[]): Promise<number[]>;
  restoreCases(ids: readonly number[]): Promise<number[]>;
  /** Deletes these deleted cases for good. Null: none of them was deleted. */
  purge(ids: readonly number[]): Promise<PurgeView | null>;
  /** Files a status title under a group, or takes that back (null). Gives how many cases moved. */
  fileTitle(key: string, group: Group | null): Promise<Result<{ cases: number }>>;
  /** Asks for these cases first; `all`: every case that is not archived. Gives how many are queued. */
  checkNow(ids: readonly number[] | 'all'): Promise<number>;
  /** Ends the calls under way without recording them, and closes the database. */
  close(): Promise<void>;
}

const EVERY_WATCHED_CASE: CaseFilter = { search: '', stage: null, group: null, only: 'all', archived: false };
const BY_NEXT_CHECK: CaseSort = { by: 'nextCheckAt', descending: false };

/** In the demonstration cadences pass this many times as fast, an hour in a minute: somebody looks on. Its budget lasts for hours. */
const DEMONSTRATION_HURRY = 60;

/** The log is written back at least so often. */
const TIDY_EVERY = 10 * MINUTE;

/** How often it is looked whether a case was deleted 30 days ago. */
const PURGE_EVERY = HOUR;

/**
 * A change of so many cases is preceded by a backup. It goes on where none can be made: it can be undone by itself, and
 * Settings tell of the backup.
 */
const BULK = 100;

/** Opens a workspace: its key, its database, its client, its pulls. Nothing is left open when it fails. */
export async function openWorkspace(
  parts: SharedParts,
  files: WorkspaceFiles,
  { folder, file }: WorkspaceFile,
): Promise<Result<OpenWorkspace>> {
  const record = file.get();
  const place = parts.vault.open(record.secretsIn, record.id, folder);
  const key = await databaseKey(parts, files, place, { folder, file });
  if (!key.ok) return key;
  const at = { path: databasePath(folder), keyHex: key.value, nativeBinding: parts.runtime.sqliteBinding };
  const older = olderVersion(at);
  const saved = older === null ? null : await parts.backUp(record.id, 'before_migration');
  if (saved?.ok === false) return saved;
  const opened = openStore({
    ...at,
    savedVersion: saved === null || saved.value === null ? null : older,
    createIfMissing: !record.hasDatabase,
    clock: parts.clock,
    onSlow: (name, milliseconds) => parts.log.warn('store: slow statement', { name, milliseconds }),
  });
  if (!opened.ok) return opened;
  const store = opened.value;
  try {
    const ready = await prepare(parts, files, place, { folder, file }, store);
    if (!ready.ok) store.close();
    return ready;
  } catch (error) {
    store.close();
    return problemOf(error);
  }
}

/** What comes after the database is open: its own record, the simulator of a demonstration, the pulls. */
async function prepare(
  parts: SharedParts,
  files: WorkspaceFiles,
  place: Secrets,
  workspace: WorkspaceFile,
  store: Store,
): Promise<Result<OpenWorkspace>> {
  const { file } = workspace;
  const record = file.get();
  files.change(record.id, { hasDatabase: true, ...(record.recovered === true ? known(store) : {}) });
  writeAbout(store, file.get());
  const credentials = await demonstrationCredentials(files, place, file);
  if (!credentials.ok) return credentials;
  const demonstration =
    credentials.value === null
      ? null
      : await startDemonstration(
          parts.clock,
          () => file.get(),
          credentials.value,
          () => parts.events.changed(['simulator']),
        );
  const opened = join(parts, store, place, workspace, demonstration);
  // So that the first plan knows how many calls its key has left.
  await opened.client.learnKey();
  return ok(opened);
}

/** A workspace whose own file was damaged is what its database says that it is. Its pulls stay paused. */
function known(store: Store): Partial<WorkspaceRecord> {
  const about = readAbout(store);
  return about === null ? {} : { ...about, recovered: false };
}

/** What the built-in simulator must accept, made at the first opening: null for the real environments. */
async function demonstrationCredentials(
  files: WorkspaceFiles,
  place: Secrets,
  file: WorkspaceFile['file'],
): Promise<Result<Credentials | null>> {
  const { id, environment, hasCredentials } = file.get();
  if (environment !== 'demonstration') return ok(null);
  const found = await readCredentials(place, hasCredentials);
  if (!found.ok || found.value !== null) return found;
  const credentials = newDemonstrationCredentials();
  const written = await writeCredentials(place, credentials);
  if (!written.ok) return written;
  files.change(id, { hasCredentials: true });
  return ok(credentials);
}

/** Puts the opened parts together. */
function join(
  parts: SharedParts,
  store: Store,
  place: Secrets,
  { folder, file }: WorkspaceFile,
  demonstration: Demonstration | null,
): OpenWorkspace {
  const { clock, random, events, log } = parts;
  const { id, environment } = file.get();
  const closing = new AbortController();
  const waiting: (() => void)[] = [];
  const hurry = environment === 'demonstration' ? DEMONSTRATION_HURRY : 1;
  const client = createUscisClient({
    endpoints: () => demonstration?.endpoints ?? file.get().endpoints,
    credentials: async () => {
      const found = await readCredentials(place, file.get().hasCredentials);
      if (!found.ok) return found;
      return found.value === null ? fail('credentials_missing') : ok(found.value);
    },
    fetch: parts.fetch,
    clock,
    tokenIssued: () => events.changed(['app']),
  });
  const announce = guarded(log, 'announce', () => {
    const changes = store.outbox.take(clock.now());
    if (changes.length > 0) events.announce(id, changes);
  });
  const endWaits = (): void => {
    for (const resolve of waiting.splice(0)) resolve();
  };
  const pullStore: PullStore = store.pulls;
  const pulls = createPulls({
    store: pullStore,
    budget: withEarlierCalls(parts.budget, store.meta),
    service: client,
    clock,
    random,
    hurry,
    limits: () => file.get().limits,
    hours: () => file.get().hours,
    paused: file.get().paused,
    online: parts.online,
    mayPass,
    onEvent(event) {
      switch (event.kind) {
        case 'recorded':
          events.changed(['cases', 'inbox', 'activity', 'ledger']);
          break;
        case 'settled':
          announce();
          events.changed(['cases', 'inbox', 'activity']);
          endWaits();
          break;
        case 'progress':
        case 'finished':
          events.changed(['activity', 'inbox']);
          break;
        case 'broke':
          log.error('pulls: broke', event.error);
          break;
        case 'stopped':
          log.warn('pulls: stopped', { problem: event.problem.kind });
          events.stopped(id, event.problem);
          events.changed(['activity']);
          endWaits();
          break;
        case 'state':
          if (event.state.kind === 'waiting' && event.state.reason !== 'nothing_due') endWaits();
          events.changed(['activity', 'inbox']);
          break;
      }
    },
  });
  const next = (after: WatchedCase): ReturnType<typeof nextCheckAt> =>
    nextCheckAt(after, { now: clock.now(), random, hours: file.get().hours, hurry });
  const breathe = (): Promise<void> => sleep(clock, 0, closing.signal);
  const jobs = new Set<Promise<unknown>>();
  /** Bulk work: the database stays open until it has ended. A closing workspace gives it no more pauses. */
  const bulk = async <Value>(job: Promise<Value>): Promise<Value> => {
    jobs.add(job);
    try {
      return await job;
    } finally {
      jobs.delete(job);
    }
  };
  const ledger = createLedgerJobs({
    worker: { path: parts.storeWorker, nativeBinding: parts.runtime.sqliteBinding },
    path: databasePath(folder),
    key: () => readDatabaseKey(place, file.get().hasDatabaseKey),
    listed: LISTED_LINES,
    clock,
    onChange: () => events.changed(['ledger']),
  });
  const grouping = createSerial();
  /** Cases that are not grouped as they are to be: another table of ours, another filing, or a program killed half way. */
  const regroup = async (): Promise<number> => {
    const moved = await bulk(grouping(() => store.titles.regroup(next, breathe)));
    if (moved > 0) {
      events.changed(['cases', 'inbox', 'activity']);
      pulls.wake();
    }
    return moved;
  };
  let cancelTidying: Cancel = () => undefined;
  /** Single edits and deletions grow the log too, not only pulls, after each of which it is written back. */
  const tidyLater = (): void => {
    cancelTidying = clock.after(TIDY_EVERY, () => {
      guarded(log, 'checkpoint', () => store.tidy())();
      tidyLater();
    });
  };
  tidyLater();
  const purging = createSerial();
  const purge = async (ids: readonly number[] | null): Promise<PurgeView | null> => {
    const purged = await bulk(purging(() => store.trash.purge(ids, clock.now(), breathe)));
    if (purged !== null) events.changed(['cases']);
    return purged;
  };
  /** What was deleted 30 days ago goes by itself, soon after. */
  const purgeDue = guarded(log, 'purge', async () => {
    const at = store.trash.nextPurgeAt();
    if (at !== null && at <= clock.now()) await purge(null);
  });
  let stopPurging: Cancel = () => undefined;
  const watchPurges = (): void => {
    purgeDue();
    stopPurging = clock.after(PURGE_EVERY, watchPurges);
  };
  announce();
  guarded(log, 'regroup', regroup)();
  watchPurges();
  return {
    id,
    environment,
    clock,
    store,
    pulls,
    client,
    ledger,
    trainer: demonstration?.trainer ?? null,
    inboxSummary: () => ({ ...store.changes.summary(), nextPullAt: pulls.activity().nextPullAt }),
    settled: () =>
      new Promise((resolve) => {
        waiting.push(resolve);
      }),
    async acknowledge(which) {
      const altered = await bulk(store.changes.acknowledge(which, clock.now(), breathe));
      if (altered.length > 0) events.changed(['inbox', 'cases']);
      return altered;
    },
    preview: (text) => bulk(store.cases.preview(text, breathe)),
    countCases: (filter) => bulk(store.cases.count(filter, clock.now(), breathe)),
    async addCases(cases) {
      if (cases.length >= BULK && store.changes.summary().cases > 0) await parts.backUp(id, 'before_bulk');
      const result = await bulk(store.cases.add(cases, clock.now(), breathe));
      if (result.added.length > 0) {
        events.changed(['cases', 'inbox', 'activity']);
        pulls.wake();
      }
      return result;
    },
    changeCase(caseId, change) {
      const edits = store.cases.change(caseId, change, clock.now(), next);
      if (edits === null) return fail('not_found');
      events.changed(['cases', 'inbox']);
      pulls.wake();
      return ok({ edits });
    },
    putBack(caseId, edit) {
      if (!store.cases.putBack(caseId, edit, clock.now(), next)) return fail('not_found');
      events.changed(['cases', 'inbox']);
      pulls.wake();
      return done;
    },
    async archive(ids, archived) {
      if (ids.length >= BULK) await parts.backUp(id, 'before_bulk');
      const altered = await bulk(store.cases.archive(ids, archived, clock.now(), next, breathe));
      events.changed(['cases', 'inbox']);
      pulls.wake();
      return altered;
    },
    async deleteCases(ids) {
      if (ids.length >= BULK) await parts.backUp(id, 'before_bulk');
      const altered = await bulk(store.trash.delete(ids, clock.now(), breathe));
      events.changed(['cases', 'inbox', 'activity']);
      return altered;
    },
    async restoreCases(ids) {
      const altered = await bulk(store.trash.restore(ids, next, breathe));
      events.changed(['cases', 'inbox', 'activity']);
      pulls.wake();
      return altered;
    },
    purge,
    async fileTitle(title, group) {
      if (!store.titles.file(title, group, clock.now())) return fail('not_found');
      const cases = await regroup();
      events.changed(['cases', 'inbox']);
      return ok({ cases });
    },
    async checkNow(ids) {
      const queued = await pulls.checkNow(
        ids === 'all' ? store.cases.ids(EVERY_WATCHED_CASE, BY_NEXT_CHECK, clock.now()) : ids,
      );
      events.changed(['activity', 'inbox']);
      return queued;
    },
    async close() {
      closing.abort();
      cancelTidying();
      stopPurging();
      await Promise.all([pulls.stop(), ledger.close()]);
      await Promise.allSettled(jobs);
      client.forgetToken();
      announce();
      try {
        store.close();
      } finally {
        await demonstration?.stop();
      }
    },
  };
}
