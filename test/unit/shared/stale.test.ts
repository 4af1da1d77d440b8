import { describe, expect, it } from 'vitest';
import { stalenessOf } from '../../../shared/case/stale.ts';
import { DAY, HOUR, instant, later, type CivilDate, type Instant } from '../../../shared/clock.ts';
import { ANSWER_KINDS } from '../../../shared/service/answer.ts';

const DUE = instant(Date.parse('2026-11-18T15:00:00Z'));
const standing = {
  cadence: 'automatic',
  stage: 'pending',
  saidOn: null,
  pinned: false,
  archived: false,
  lastAnswer: 'status',
  nextCheckAt: DUE as Instant | null,
} as const;

describe('what is shown of a case is stale', () => {
  it('when its last check brought no word on the case, however lately that was', () => {
    const stale = ANSWER_KINDS.filter((lastAnswer) => stalenessOf({ ...standing, lastAnswer }, DUE) !== null);
    expect(stale).toEqual(ANSWER_KINDS.filter((kind) => kind !== 'status' && kind !== 'not_recognised'));
    const unanswered = { kind: 'unanswered', answer: 'timeout' };
    expect(stalenessOf({ ...standing, lastAnswer: 'timeout' }, DUE)).toEqual(unanswered);
    const kept = { ...standing, lastAnswer: 'timeout', nextCheckAt: null, archived: true } as const;
    expect(stalenessOf(kept, DUE)).toEqual(unanswered);
  });

  it('when a due check was not made for longer than its cadence', () => {
    expect(stalenessOf(standing, later(DUE, 12 * HOUR))).toBeNull();
    expect(stalenessOf(standing, later(DUE, 12 * HOUR + 1))).toEqual({ kind: 'overdue', dueAt: DUE });
    expect(stalenessOf({ ...standing, lastAnswer: null }, later(DUE, DAY))).toEqual({ kind: 'overdue', dueAt: DUE });
    const decided = { ...standing, stage: 'decided', saidOn: '2026-01-05' as CivilDate } as const;
    expect(stalenessOf(decided, later(DUE, 7 * DAY))).toBeNull();
    expect(stalenessOf(decided, later(DUE, 8 * DAY))).toEqual({ kind: 'overdue', dueAt: DUE });
  });

  it('never for its age alone where nothing is asked by itself', () => {
    const late = later(DUE, 1000 * DAY);
    expect(stalenessOf({ ...standing, nextCheckAt: null }, late)).toBeNull();
    expect(stalenessOf({ ...standing, cadence: 'never' }, late)).toBeNull();
    expect(stalenessOf({ ...standing, archived: true }, late)).toBeNull();
  });
});
