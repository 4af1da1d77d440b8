import type { Instant } from '../../../shared/clock.ts';
import type { Activity, WaitReason } from '../../../shared/contract/pulls.ts';

/** When cases that a person asked to check now will be asked: the words' key, and what stands in them. */
export type WhenAsked =
  | { readonly key: 'soon' | 'paused' | 'stopped' | 'closed_unknown' | Obstacle }
  | { readonly key: 'closed' | 'budget'; readonly at: Instant }
  /** Today's budget reaches for `left` of them; the next begins `at`. */
  | { readonly key: 'partly'; readonly left: number; readonly at: Instant };

/** What is waited for without a known end. */
type Obstacle = Exclude<WaitReason, 'nothing_due' | 'closed' | 'budget'>;

/** What really happens to `queued` cases after "Check now", by how the pulls stand then. */
export function whenAsked({ state, budget }: Pick<Activity, 'state' | 'budget'>, queued: number): WhenAsked {
  if (state.kind === 'paused' || state.kind === 'stopped') return { key: state.kind };
  const reason = state.kind === 'running' ? 'nothing_due' : state.reason;
  switch (reason) {
    case 'nothing_due': {
      const left = budget.spent === null ? Math.max(0, budget.limit - budget.used) : 0;
      if (left === 0 && queued > 0) return { key: 'budget', at: budget.resetsAt };
      return queued > left ? { key: 'partly', left, at: budget.resetsAt } : { key: 'soon' };
    }
    case 'closed': {
      const opens = state.kind === 'waiting' ? state.until : null;
      return opens === null ? { key: 'closed_unknown' } : { key: 'closed', at: opens };
    }
    case 'budget':
      return { key: 'budget', at: budget.resetsAt };
    default:
      return { key: reason };
  }
}
