import { expect, test } from 'vitest';
import { FIRST_VIEW, groupsIn, withStage } from '../../../renderer/features/cases/view.ts';
import { GROUPS, stageOf } from '../../../shared/case/status-groups.ts';

test('only the groups of the chosen stage can be chosen', () => {
  expect(groupsIn(null)).toEqual(GROUPS);
  expect(groupsIn('decided')).toContain('approved');
  expect(groupsIn('decided').every((group) => stageOf(group) === 'decided')).toBe(true);
});

test('another stage lets go of a group that is not in it, and of no other', () => {
  const approved = { ...FIRST_VIEW.filter, group: 'approved' } as const;
  expect(withStage(approved, 'decided')).toEqual({ ...approved, stage: 'decided' });
  expect(withStage(approved, 'action')).toEqual({ ...approved, stage: 'action', group: null });
  expect(withStage(approved, null)).toEqual(approved);
});
