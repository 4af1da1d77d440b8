import { systemClock } from '../../../electron/clock.ts';
import { CADENCES } from '../../../shared/case/cadence.ts';
import { EDITED_FIELDS, type EditedField } from '../../../shared/contract/cases.ts';
import { WATCHED_CASES } from '../../../shared/contract/page-lists.ts';
import { sleep } from '../../../shared/clock.ts';
import type { Random } from '../../../shared/random.ts';
import type { OpenWorkspace } from '../../../electron/workspaces/open/open-workspace.ts';
import { good } from '../good.ts';
import { ANY, caseOf, GROUP, OFFICE, OUTSIDE, titleOf, type Fact } from './facts.ts';
import type { Small } from './words.ts';
import { act, oneOf, someCases, type Begun, type Work } from './work.ts';

/** Of so few cases each is met again. */
const FEW = 40;

/** How often each is done, in a hundred. */
const SHARES: Readonly<Record<Small, number>> = { rename: 3, rule: 3, filing: 6, hold: 8, 'put back': 10, edit: 70 };

/** The light hand: small writes one after the other while everything else goes on, each whole in one call. */
export async function smallDeeds(work: Work): Promise<void> {
  const { workspaces, random } = work;
  for (let turn = 0; ; turn += 1) {
    await sleep(systemClock, random.next() * 25);
    const opened = workspaces.current();
    if (opened === null) continue;
    const deed = drawn(random);
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
      facts: [[caseOf(found.receipt), 'hold', reason ?? '']],
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
    const { field, before } = newest;
    return writing(opened, found, field, before, () => good(opened.putBack(found.id, newest.id)));
  },
  edit({ random }, opened, turn) {
    const [found] = someCases(opened, WATCHED_CASES, 1, random, FEW);
    if (found === undefined) return null;
    const field = oneOf(EDITED_FIELDS, random) ?? 'notes';
    const value = valueFor(field, turn, random);
    return writing(opened, found, field, value, () =>
      good(opened.changeCase(found.id, field === 'pinned' ? { pinned: value === '1' } : { [field]: value })),
    );
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
  const written: Fact = [about, field, value];
  return {
    facts: [written, [about, `${field} before`, ANY]],
    run() {
      write();
      return { facts: [written, [about, `${field} before`, keptBefore(opened, id, field)]] };
    },
  };
}

/** What the history of a case says that stood in a field before its newest edit. */
function keptBefore(opened: OpenWorkspace, caseId: number, field: EditedField): string {
  const history = opened.store.cases.edits(caseId, 30);
  const newest = history?.edits.find((edit) => edit.field === field);
  if (newest !== undefined) return newest.before;
  return history?.more === false ? NEVER_WRITTEN : ANY;
}

/** What stands in place of the value before, where a field has no history. */
export const NEVER_WRITTEN = 'never written';

function valueFor(field: EditedField, turn: number, random: Random): string {
  if (field === 'pinned') return random.next() < 0.5 ? '1' : '0';
  if (field === 'cadence') return oneOf(CADENCES, random) ?? 'automatic';
  const words = `Quartermaine ${turn} `.repeat(field === 'notes' ? 1 + Math.floor(random.next() * 40) : 1);
  return words.trim();
}
