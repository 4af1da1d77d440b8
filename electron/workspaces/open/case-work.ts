import type { Group } from '../../../shared/case/status-groups.ts';
import type { Clock } from '../../../shared/clock.ts';
import type { CaseEdit, CaseFilter, CaseSort, ListLine } from '../../../shared/contract/cases.ts';
import type { Topic } from '../../../shared/contract/contract.ts';
import type { Acknowledgement } from '../../../shared/contract/inbox.ts';
import { WATCHED_CASES } from '../../../shared/contract/page-lists.ts';
import type { PurgeView } from '../../../shared/contract/trash.ts';
import { done, fail, ok, type Result } from '../../../shared/problem.ts';
import type { Pulls } from '../../pulls/engine.ts';
import type { EnteredCase } from '../../store/cases/case-list.ts';
import type { Tagged } from '../../store/cases/tagging.ts';
import type { Store } from '../../store/store.ts';
import type { Breathe, PlanNextCheck } from '../../store/types.ts';
import type { BulkWork } from './bulk-work.ts';
import type { Upkeep } from './upkeep.ts';

/** What the office does with the cases of an open workspace: written down, told to the page, and planned anew. */
export interface CaseWork {
  acknowledge(which: Acknowledgement): Promise<number[]>;
  preview(text: string): Promise<ListLine[]>;
  /** One filter at a time: another one ends the count that is under way. Null: that has happened. */
  countCases(filter: CaseFilter): Promise<number | null>;
  addCases(cases: readonly EnteredCase[]): Promise<{ added: number[]; lines: ListLine[] }>;
  /** Gives the edits that it made. */
  changeCase(id: number, change: CaseEdit): Result<{ edits: number[] }>;
  /** Sets what stood there before an edit. */
  putBack(id: number, edit: number): Result<null>;
  /** Gives cases a tag, or takes it from them. */
  tag(ids: readonly number[], tag: string, on: boolean): Promise<Tagged>;
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
}

interface CaseWorkParts {
  readonly clock: Clock;
  readonly store: Store;
  readonly pulls: Pick<Pulls, 'wake' | 'checkNow'>;
  readonly bulk: BulkWork;
  readonly upkeep: Pick<Upkeep, 'regroup' | 'purge'>;
  /** When a case that was altered is checked next. */
  readonly next: PlanNextCheck;
  readonly changed: (topics: readonly Topic[]) => void;
  /** A large change is about to be made. It goes on where no backup can be: it can be undone by itself, and Settings tell. */
  readonly backUp: () => Promise<unknown>;
}

/** A change of so many cases is preceded by a backup. */
const BULK = 100;

const BY_NEXT_CHECK: CaseSort = { by: 'nextCheckAt', descending: false };

export function createCaseWork(parts: CaseWorkParts): CaseWork {
  const { clock, store, pulls, bulk, upkeep, next, changed, backUp } = parts;
  const backUpFirst = async (cases: readonly unknown[]): Promise<void> => {
    if (cases.length >= BULK) await backUp();
  };
  let counting: { readonly key: string; readonly superseded: AbortController } | null = null;
  return {
    async acknowledge(which) {
      const altered = await bulk.run((breathe) => store.changes.acknowledge(which, clock.now(), breathe));
      if (altered.length > 0) changed(['inbox', 'cases']);
      return altered;
    },
    preview: (text) => bulk.run((breathe) => store.cases.preview(text, breathe)),
    async countCases(filter) {
      const key = JSON.stringify(filter);
      if (counting?.key !== key) {
        counting?.superseded.abort();
        counting = { key, superseded: new AbortController() };
      }
      const { signal } = counting.superseded;
      const stopOrBreathe = async (breathe: Breathe): Promise<void> => {
        await breathe();
        signal.throwIfAborted();
      };
      try {
        return await bulk.run((breathe) => store.cases.count(filter, clock.now(), () => stopOrBreathe(breathe)));
      } catch (error) {
        if (error !== signal.reason) throw error;
        return null;
      }
    },
    async addCases(cases) {
      if (store.changes.summary().cases > 0) await backUpFirst(cases);
      const result = await bulk.run((breathe) => store.cases.add(cases, clock.now(), breathe));
      if (result.added.length > 0) {
        changed(['cases', 'inbox', 'activity']);
        pulls.wake();
      }
      return result;
    },
    changeCase(caseId, change) {
      const edits = store.cases.change(caseId, change, clock.now(), next);
      if (edits === null) return fail('not_found');
      changed(['cases', 'inbox']);
      pulls.wake();
      return ok({ edits });
    },
    putBack(caseId, edit) {
      if (!store.cases.putBack(caseId, edit, clock.now(), next)) return fail('not_found');
      changed(['cases', 'inbox']);
      pulls.wake();
      return done;
    },
    async tag(ids, tag, on) {
      await backUpFirst(ids);
      const tagged = await bulk.run((breathe) => store.cases.tag(ids, tag, on, clock.now(), breathe));
      changed(['cases', 'inbox']);
      return tagged;
    },
    async archive(ids, archived) {
      await backUpFirst(ids);
      const altered = await bulk.run((breathe) => store.cases.archive(ids, archived, clock.now(), next, breathe));
      changed(['cases', 'inbox']);
      pulls.wake();
      return altered;
    },
    async deleteCases(ids) {
      await backUpFirst(ids);
      const altered = await bulk.run((breathe) => store.trash.delete(ids, clock.now(), breathe));
      changed(['cases', 'inbox', 'activity']);
      return altered;
    },
    async restoreCases(ids) {
      const altered = await bulk.run((breathe) => store.trash.restore(ids, next, breathe));
      changed(['cases', 'inbox', 'activity']);
      pulls.wake();
      return altered;
    },
    purge: (ids) => upkeep.purge(ids),
    async fileTitle(title, group) {
      if (!store.titles.file(title, group, clock.now())) return fail('not_found');
      const cases = await upkeep.regroup();
      changed(['cases', 'inbox']);
      return ok({ cases });
    },
    async checkNow(ids) {
      const queued = await pulls.checkNow(
        ids === 'all' ? store.cases.ids(WATCHED_CASES, BY_NEXT_CHECK, clock.now()) : ids,
      );
      changed(['activity', 'inbox']);
      return queued;
    },
  };
}
