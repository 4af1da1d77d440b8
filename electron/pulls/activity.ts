import type { OpenPull } from '../../shared/case/watched-case.ts';
import { later, type Instant } from '../../shared/clock.ts';
import type { Activity, PullState } from '../../shared/contract/pulls.ts';
import type { Limits } from '../../shared/service/environment.ts';
import { isOpen, nextClosing, nextOpening, type Hours } from '../../shared/service/hours.ts';
import { reservedOf, type Budget } from './budget.ts';
import { forecast } from './forecast.ts';
import type { Pacer } from './pacer.ts';

export interface ActivityInput {
  readonly now: Instant;
  readonly state: PullState;
  readonly pull: OpenPull | null;
  /** The earliest next check outside the open pull. */
  readonly dueAt: Instant | null;
  readonly pacer: Pacer;
  readonly budget: Budget;
  readonly limits: Limits;
  readonly hours: Hours | null;
  readonly stretched: Activity['stretched'];
  readonly trouble: Activity['trouble'];
}

/** Puts what the pulls are doing into the contract's words. Reads a few rows, so it can be asked often. */
export function describeActivity(input: ActivityInput): Activity {
  const { now, state, pull, pacer, budget, limits, hours, stretched, trouble } = input;
  const forecastAt = pull === null ? null : endOf(pull, input);
  const open = isOpen(hours, now);
  return {
    state,
    pull: pull === null ? null : { ...pull, forecastAt },
    pace: pacer.pace,
    budget: {
      limit: limits.perDay,
      used: budget.used(),
      reserved: reservedOf(limits.perDay),
      resetsAt: budget.resetsAt(),
      spent: budget.spent(),
    },
    hours: { open, changesAt: open ? nextClosing(hours, now) : nextOpening(hours, now) },
    nextPullAt: pull !== null && forecastAt === null ? null : nextPullAt(input, forecastAt ?? now),
    stretched,
    trouble,
  };
}

function endOf(pull: OpenPull, { now, state, pacer, budget, limits, hours }: ActivityInput): Instant | null {
  if (state.kind === 'paused' || state.kind === 'stopped') return null;
  if (state.kind === 'waiting' && state.until === null) return null;
  const waitsUntil = state.kind === 'waiting' && state.reason !== 'budget' ? (state.until ?? now) : now;
  return forecast({
    from: Math.max(waitsUntil, later(now, pacer.delay())) as Instant,
    remaining: pull.total - pull.done,
    spacing: pacer.outlook(),
    hours,
    limits,
    leftToday: budget.left(pull.reason),
    resetsAt: budget.resetsAt(),
    perDay: pull.reason === 'schedule' ? budget.scheduledPerDay : limits.perDay,
  });
}

/** When the next pull begins: once something is due, the pull before it has ended, and hours and budget allow. */
function nextPullAt({ state, dueAt, budget, hours }: ActivityInput, earliest: Instant): Instant | null {
  if (dueAt === null || state.kind === 'paused' || state.kind === 'stopped') return null;
  const held =
    state.kind === 'waiting' && state.until !== null && state.reason !== 'nothing_due' ? state.until : earliest;
  const resetsAt = budget.resetsAt();
  const ready = Math.max(dueAt, earliest, held) as Instant;
  const withBudget = ready < resetsAt && budget.left('schedule') === 0 ? resetsAt : ready;
  return nextOpening(hours, withBudget);
}
