import { existsSync } from 'node:fs';
import type { Topic } from '../../../shared/contract/contract.ts';
import type { InboxSummary } from '../../../shared/contract/inbox.ts';
import type { Environment } from '../../../shared/service/environment.ts';
import { fail, ok, type Result } from '../../../shared/problem.ts';
import { LISTED_LINES } from '../../documents/ledger-page.ts';
import { nextCheckAt } from '../../pulls/planner.ts';
import { createLogKeeper, type LogKeeper } from '../../store/log-keeper.ts';
import { olderVersion, openStore } from '../../store/open.ts';
import { problemOf } from '../../store/problems.ts';
import { saltOf } from '../../store/repair/pages.ts';
import type { PlanNextCheck } from '../../store/types.ts';
import type { Trainer } from '../../simulator/trainer.ts';
import type { Store } from '../../store/store.ts';
import { readDatabaseKey } from '../../vault/secrets.ts';
import type { Secrets } from '../../vault/vault.ts';
import { readAbout, writeAbout } from '../about.ts';
import { createBulkWork } from './bulk-work.ts';
import { createCaseWork, type CaseWork } from './case-work.ts';
import { databaseKey, removeKeyDrafts, secretsOf } from '../keys/database-key.ts';
import { demonstrationOf, type Demonstration } from './demonstration.ts';
import { byDraftOf, documentSaver, type SaveDocument } from '../place/drafts.ts';
import { isAway, tidyLeftovers } from '../place/move.ts';
import type { SharedParts } from '../parts.ts';
import { createCaseExport, type CaseExport } from './case-export.ts';
import { createJobs, type Jobs } from './jobs.ts';
import { createLedgerJobs, type LedgerJobs } from './ledger-jobs.ts';
import { readerInThread } from './read-in-thread.ts';
import { databasePath, type WorkspaceFile, type WorkspaceFiles, type WorkspaceRecord } from '../record.ts';
import { createRetentionDesk, type RetentionDesk } from '../keeping/retention.ts';
import { createSeenTime } from '../keeping/seen-time.ts';
import { createUpkeep } from './upkeep.ts';
import { createWatch, type Watch } from './watch.ts';

/** The workspace that is open: its store, its client and its pulls, working together. */
export interface OpenWorkspace extends CaseWork, Watch {
  readonly id: string;
  readonly environment: Environment;
  readonly store: Store;
  /** What takes long to be done with the ledger. */
  readonly jobs: Jobs;
  readonly ledger: LedgerJobs;
  readonly exportCases: CaseExport;
  readonly saveDocument: SaveDocument;
  readonly retention: RetentionDesk;
  /** Lets the built-in simulator have a bad day; null: this is no demonstration. */
  readonly trainer: Trainer | null;
  inboxSummary(): InboxSummary;
  /** Ends the calls under way without recording them, and closes the database. */
  close(): Promise<void>;
}

/** In the demonstration cadences pass this many times as fast, an hour in a minute: somebody looks on. Its budget lasts for hours. */
const DEMONSTRATION_HURRY = 60;

/** Opens a workspace: its key, its database, its client, its pulls. Nothing is left open when it fails. */
export async function openWorkspace(
  parts: SharedParts,
  files: WorkspaceFiles,
  workspace: WorkspaceFile,
): Promise<Result<OpenWorkspace>> {
  const { folder, file } = workspace;
  const record = file.get();
  if (isAway(workspace)) return fail('workspace_away');
  const place = secretsOf(parts.vault, workspace);
  const key = await databaseKey(parts, files, place, workspace);
  if (!key.ok) return key;
  const at = { path: databasePath(folder), keyHex: key.value, nativeBinding: parts.runtime.sqliteBinding };
  const older = olderVersion(at);
  const saved = older === null ? null : await parts.backUp(record.id, 'before_migration');
  if (saved?.ok === false) return saved;
  // Before SQLite holds the file: whoever closes it beside SQLite takes SQLite's locks along.
  const salt = existsSync(at.path) ? saltOf(at.path).toString('hex') : '';
  const keeper = createLogKeeper(
    { path: parts.storeWorker, nativeBinding: at.nativeBinding },
    { path: at.path, key: { kind: 'raw', hex: at.keyHex } },
    (problem) => parts.log.warn('store: the log was not written back', { problem: problem.kind }),
  );
  const opened = openStore({
    ...at,
    writeBack: keeper.writeBack,
    savedVersion: saved === null || saved.value === null ? null : older,
    createIfMissing: !record.hasDatabase,
    clock: parts.clock,
    onSlow: (name, milliseconds) => parts.log.warn('store: slow statement', { name, milliseconds }),
  });
  if (!opened.ok) return opened;
  const store = opened.value;
  try {
    const ready = await prepare(parts, files, place, workspace, { store, keeper });
    if (ready.ok) keepSalt(files, workspace, salt);
    else store.close();
    return ready;
  } catch (error) {
    store.close();
    return problemOf(error);
  }
}

interface OpenDatabase {
  readonly store: Store;
  /** Holds the database's file too, now and then. */
  readonly keeper: LogKeeper;
}

/** What comes after the database is open: its own record, the simulator of a demonstration, the pulls. */
async function prepare(
  parts: SharedParts,
  files: WorkspaceFiles,
  place: Secrets,
  workspace: WorkspaceFile,
  { store, keeper }: OpenDatabase,
): Promise<Result<OpenWorkspace>> {
  const { file } = workspace;
  const record = file.get();
  files.change(record.id, { hasDatabase: true, ...(record.recovered === true ? known(store) : {}) });
  writeAbout(store, file.get());
  const demonstration = await demonstrationOf(parts, files, place, file);
  if (!demonstration.ok) return demonstration;
  const opened = join(parts, { store, keeper }, place, workspace, demonstration.value);
  // So that the first plan knows how many calls its key has left.
  await opened.client.learnKey();
  tidyLeftovers(parts, files, workspace);
  removeKeyDrafts(workspace.folder);
  return ok(opened);
}

/** A repair needs the first bytes of the file, which may be what is damaged by then. A restore and a key change make others. */
function keepSalt(files: WorkspaceFiles, { file }: WorkspaceFile, salt: string): void {
  // A new database has none yet, or stands in its log alone.
  if (/^0*$/.test(salt) || salt === file.get().salt) return;
  files.change(file.get().id, { salt });
}

/** A workspace whose own file was damaged is what its database says that it is. Its pulls stay paused. */
function known(store: Store): Partial<WorkspaceRecord> {
  const about = readAbout(store);
  return about === null ? {} : { ...about, recovered: false };
}

/** Puts the opened parts together. */
function join(
  parts: SharedParts,
  { store, keeper }: OpenDatabase,
  place: Secrets,
  workspace: WorkspaceFile,
  demonstration: Demonstration | null,
): OpenWorkspace {
  const { clock, random, events, log } = parts;
  const { folder, file } = workspace;
  const { id, environment } = file.get();
  const closing = new AbortController();
  const bulk = createBulkWork(clock, closing.signal);
  const hurry = environment === 'demonstration' ? DEMONSTRATION_HURRY : 1;
  const watch = createWatch(parts, { store, place, file, demonstration, hurry });
  const { client, pulls } = watch;
  const next: PlanNextCheck = (after) =>
    nextCheckAt(after, { now: clock.now(), random, hours: file.get().hours, hurry });
  const changed = (topics: readonly Topic[]): void => events.changed(topics);
  const seen = createSeenTime(store.meta, clock);
  const upkeep = createUpkeep({ clock, seen, log, store, bulk, next, changed, wake: () => pulls.wake() });
  const read = readerInThread({
    worker: { path: parts.storeWorker, nativeBinding: parts.runtime.sqliteBinding },
    path: databasePath(folder),
    key: () => readDatabaseKey(place, file.get().hasDatabaseKey),
  });
  const byDraft = byDraftOf(parts, workspace);
  const jobs = createJobs(read, () => changed(['ledger']));
  const ledger = createLedgerJobs({ jobs, byDraft, listed: LISTED_LINES, clock, onChange: () => changed(['ledger']) });
  const backUp = () => parts.backUp(id, 'before_bulk');
  const cases = createCaseWork({ clock, store, pulls, bulk, upkeep, next, changed, backUp });
  const deleteCases = (ids: readonly number[]) => cases.deleteCases(ids);
  const retention = createRetentionDesk({ store, clock, seen, log, bulk, deleteCases, changed });
  watch.announce();
  upkeep.start();
  retention.start();
  return {
    ...watch,
    ...cases,
    id,
    environment,
    store,
    jobs,
    ledger,
    exportCases: createCaseExport({ jobs, byDraft, clock }),
    saveDocument: documentSaver(byDraft),
    retention,
    trainer: demonstration?.trainer ?? null,
    inboxSummary: () => ({ ...store.changes.summary(), nextPullAt: pulls.activity().nextPullAt }),
    async close() {
      closing.abort();
      upkeep.stop();
      retention.stop();
      await Promise.all([pulls.stop(), jobs.close()]);
      await bulk.ended();
      client.forgetToken();
      watch.announce();
      await keeper.ended();
      try {
        store.close();
      } finally {
        await demonstration?.stop();
      }
    },
  };
}
