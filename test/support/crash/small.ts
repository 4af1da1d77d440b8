import { systemClock } from '../../../electron/clock.ts';
import { CADENCES } from '../../../shared/case/cadence.ts';
import { readTags, writeTags } from '../../../shared/case/tags.ts';
import { EDITED_FIELDS, type CaseEdit, type EditedField } from '../../../shared/contract/cases.ts';
import { WATCHED_CASES } from '../../../shared/contract/page-lists.ts';
import { sleep } from '../../../shared/clock.ts';
import type { Random } from '../../../shared/random.ts';
import type { OpenWorkspace } from '../../../electron/workspaces/open/open-workspace.ts';
import { good } from '../good.ts';
import { caseOf, GROUP, HOLD, OFFICE, OUTSIDE, titleOf, valueWithHistory, withHistory, type Fact } from './facts.ts';
import { SMALL, type Small } from './words.ts';
import { act, oneOf, someCases, type Begun, type Work } from './work.ts';

/** Of so few cases each is met again. */
const FEW = 40;

/** How often each is done, in a hundred. */
const SHARES: Readonly<Record<Small, number>> = { rename: 3, rule: 3, filing: 6, hold: 8, 'put back': 10, edit: 70 };

/** The light hand: small writes one after the other while everything else goes on, each whole in one call. */
export async function smallDeeds(work: Work): Promise<void> {
  const { workspaces, random, go } = work;
  const often = SMALL.find((deed) => deed === go.first) ?? null;
  for (let turn = 0; ; turn += 1) {
    await sleep(systemClock, random.next() * 25);
    const opened = workspaces.current(work.id);
    if (opened === null) continue;
    const deed = (turn % 2 === 0 ? often : null) ?? drawn(random);
    const begun = CHOICES[deed](work, opened, turn);
    if (begun !== null) await act(work, { hand: 'light', deed }, begun);
  }
}

function drawn(random: Random): Small {
  let left = random.next() * 100;
  for (const [deed, share] of Object.entries(SHARES) as [Small, number][]) {
    left -= share;
    if (left < 0) return deed;
  }
  return 'edit';
}

/** Null: there is nothing to do it with. */
const CHOICES: Readonly<Record<Small, (work: Work, opened: OpenWorkspace, turn: number) => Begun | null>> = {
  rename({ workspaces, id }, _opened, turn) {
    const name = `Office ${turn}`;
    return {
      facts: [[OUTSIDE, 'name', name]],
      run() {
        good(workspaces.rename(id, name));
        return {};
      },
    };
  },
  rule({ random }, opened) {
    const years = () => (random.next() < 0.3 ? null : 1 + Math.floor(random.next() * 9));
    const rule = { archived: years(), ledger: years() };
    return {
      facts: [[OFFICE, 'rule', JSON.stringify(rule)]],
      async run() {
        await opened.retention.set(rule);
        return {};
      },
    };
  },
  filing({ random }, opened) {
    const title = oneOf(opened.store.titles.list(), random);
    if (title === undefined) return null;
    const group = oneOf([null, 'approved', 'denied', 'interview'] as const, random) ?? null;
    return {
      facts: [[titleOf(title.key), GROUP, group ?? '']],
      async run() {
        good(await opened.fileTitle(title.key, group));
        return {};
      },
    };
  },
  hold({ random }, opened, turn) {
    const [found] = someCases(opened, WATCHED_CASES, 1, random, FEW);
    if (found === undefined) return null;
    const isHeld = opened.store.retention.holdOf(found.id) !== null;
    const reason = isHeld && random.next() < 0.7 ? null : `Quartermaine ${turn}`;
    return {
      facts: [[caseOf(found.receipt), HOLD, reason ?? '']],
      run() {
        good(opened.retention.hold(found.id, reason));
        return {};
      },
    };
  },
  'put back'({ random }, opened) {
    const [found] = someCases(opened, WATCHED_CASES, 1, random, FEW);
    const newest = found === undefined ? undefined : opened.store.cases.edits(found.id, 1)?.edits[0];
    if (found === undefined || newest === undefined) return null;
    return writing(opened, found, newest.field, newest.before, () => good(opened.putBack(found.id, newest.id)));
  },
  edit({ random }, opened, turn) {
    const [found] = someCases(opened, WATCHED_CASES, 1, random, FEW);
    if (found === undefined) return null;
    const field = oneOf(EDITED_FIELDS, random) ?? 'notes';
    const value = valueFor(field, turn, random);
    return writing(opened, found, field, value, () => good(opened.changeCase(found.id, changeTo(field, value))));
  },
};

/** A field is written, and what stood there before is kept. */
function writing(
  opened: OpenWorkspace,
  { id, receipt }: { readonly id: number; readonly receipt: string },
  field: EditedField,
  value: string,
  write: () => unknown,
): Begun {
  const about = caseOf(receipt);
  const fact = (before: string | null): Fact => [about, withHistory(field), valueWithHistory(value, before)];
  const written: Fact = [about, field, value];
  const [stood, kept] = [valueOf(opened, id, field), keptBefore(opened, id, field)];
  // A text that is written on stays one edit, which keeps what stood before it all.
  const may = stood === value ? [fact(kept)] : [fact(stood), ...(kept === null ? [] : [fact(kept)])];
  return {
    facts: [written, ...may],
    run() {
      write();
      return { facts: [written, fact(keptBefore(opened, id, field))] };
    },
  };
}

function changeTo(field: EditedField, value: string): CaseEdit {
  if (field === 'pinned') return { pinned: value === '1' };
  return { [field]: field === 'tags' ? readTags(value) : value };
}

/** What stands in a field. */
function valueOf(opened: OpenWorkspace, id: number, field: EditedField): string {
  const found = opened.store.cases.detail(id);
  if (found === null) throw new Error('the case is there');
  if (field === 'notes') return found.notes;
  if (field === 'tags') return writeTags(found.row.tags);
  return field === 'pinned' ? String(Number(found.row.pinned)) : found.row[field];
}

/** What the history of a case says that stood in a field before its newest edit; null: nothing. */
const keptBefore = (opened: OpenWorkspace, caseId: number, field: EditedField): string | null =>
  opened.store.cases.edits(caseId, 10_000)?.edits.find((edit) => edit.field === field)?.before ?? null;

function valueFor(field: EditedField, turn: number, random: Random): string {
  if (field === 'pinned') return random.next() < 0.5 ? '1' : '0';
  if (field === 'cadence') return oneOf(CADENCES, random) ?? 'automatic';
  const words = `Quartermaine ${turn} `.repeat(field === 'notes' ? 1 + Math.floor(random.next() * 40) : 1);
  return words.trim();
}
