import { systemClock } from '../../../electron/clock.ts';
import { sleep } from '../../../shared/clock.ts';
import type { CaseFilter } from '../../../shared/contract/cases.ts';
import { WATCHED_CASES } from '../../../shared/contract/page-lists.ts';
import type { Result } from '../../../shared/problem.ts';
import type { Random } from '../../../shared/random.ts';
import type { OpenWorkspace } from '../../../electron/workspaces/open/open-workspace.ts';
import type { Workspaces } from '../../../electron/workspaces/workspaces.ts';
import { EDITED, type Edited, type Said } from './words.ts';

/** What both hands of the load work with. */
export interface Work {
  readonly workspaces: Workspaces;
  readonly id: string;
  readonly random: Random;
  readonly say: (said: Said) => void;
  readonly good: <Value>(result: Result<Value>) => Value;
}

/** Some cases in a row of the list, from anywhere in it. */
export function someCases(opened: OpenWorkspace, filter: CaseFilter, count: number, random: Random) {
  const sort = { by: 'receipt', descending: random.next() < 0.5 } as const;
  const offset = Math.floor(random.next() ** 2 * 400);
  const page = (from: number) =>
    opened.store.cases.page({ filter, sort, offset: from, limit: count }, opened.clock.now());
  const found = page(offset);
  return found.length > 0 ? found : page(0);
}

/** The light hand: small edits one after the other while everything else goes on, each whole in one call. */
export async function edits({ workspaces, id, random, say, good }: Work): Promise<void> {
  for (let turn = 0; ; turn += 1) {
    await sleep(systemClock, random.next() * 25);
    const opened = workspaces.current();
    if (opened === null) continue;
    const choice = random.next();
    if (choice < 0.03) {
      const name = `Office ${turn}`;
      say({ say: 'rename', name });
      good(workspaces.rename(id, name));
      say({ say: 'renamed' });
      continue;
    }
    if (choice < 0.06) {
      const [newest] = opened.store.changes.list({ unreadOnly: true, before: null, limit: 1 }).changes;
      if (newest === undefined) continue;
      await opened.acknowledge({ upTo: newest.id });
      say({ say: 'read', upTo: newest.id });
      continue;
    }
    const [found] = someCases(opened, WATCHED_CASES, 1, random);
    if (found === undefined) continue;
    if (choice < 0.12) {
      undoOne(opened, found.id, found.receipt, { say, good });
      continue;
    }
    const field = EDITED[Math.floor(random.next() * EDITED.length)] ?? 'notes';
    const value = valueFor(field, turn, random);
    say({ say: 'edit', receipt: found.receipt, field, value });
    good(opened.changeCase(found.id, field === 'pinned' ? { pinned: value === '1' } : { [field]: value }));
    say({ say: 'edited' });
  }
}

function valueFor(field: Edited, turn: number, random: Random): string {
  if (field === 'pinned') return random.next() < 0.5 ? '1' : '0';
  const words = `Quartermaine ${turn} `.repeat(field === 'notes' ? 1 + Math.floor(random.next() * 40) : 1);
  return words.trim();
}

/** Puts back what stood in a field before its newest edit. */
function undoOne(
  opened: OpenWorkspace,
  caseId: number,
  receipt: string,
  { say, good }: Pick<Work, 'say' | 'good'>,
): void {
  const newest = opened.store.cases.edits(caseId, 1)?.edits[0];
  const field = EDITED.find((each) => each === newest?.field);
  if (newest === undefined || field === undefined) return;
  say({ say: 'edit', receipt, field, value: newest.before });
  good(opened.putBack(caseId, newest.id));
  say({ say: 'edited' });
}
