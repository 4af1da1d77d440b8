import { expect, test } from 'vitest';
import { asShown, FIRST_VIEW, groupsIn, withFilter, withStage } from '../../../renderer/features/cases/view.ts';
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

test('a search shows the best match first, until a column is chosen, and again after it was over', () => {
  const searched = withFilter(FIRST_VIEW, { ...FIRST_VIEW.filter, search: 'ana' });
  expect(asShown(FIRST_VIEW).sort).toEqual(FIRST_VIEW.sort);
  expect(asShown(searched).sort.by).toBe('match');
  const chosen = { ...searched, matchFirst: false };
  expect(asShown(chosen).sort).toEqual(FIRST_VIEW.sort);
  expect(asShown(withFilter(chosen, { ...chosen.filter, search: 'anab' })).sort).toEqual(FIRST_VIEW.sort);
  const over = withFilter(chosen, FIRST_VIEW.filter);
  expect(asShown(withFilter(over, { ...over.filter, search: 'b' })).sort.by).toBe('match');
});
