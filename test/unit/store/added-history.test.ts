import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addedHistory } from '../../../electron/store/answers/added-history.ts';
import { differences } from '../../../shared/case/change.ts';
import type { CivilDate } from '../../../shared/clock.ts';
import type { HistoryEntry } from '../../../shared/service/answer.ts';
import { content } from '../../support/temporary-store.ts';

const entry = fc.record<HistoryEntry>({
  date: fc.constantFrom<(CivilDate | null)[]>(null, '2026-01-01' as CivilDate),
  text: fc.record({ en: fc.constantFrom('a', 'b ', 'b'), es: fc.constantFrom(null, 'c') }),
});

test('lines are added exactly when that is a kind of the change', () => {
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 6 }), fc.array(entry, { maxLength: 6 }), (old, fresh) => {
      const [before, after] = [content(1, { history: old }), content(1, { history: fresh })];
      const added = addedHistory(before, after);
      expect(added.length > 0).toBe(differences(before, after).includes('history_added'));
      expect(fresh).toEqual(expect.arrayContaining(added));
    }),
  );
});

test('a line that was there once and comes twice is added once', () => {
  const line: HistoryEntry = { date: '2026-01-01' as CivilDate, text: { en: 'Received', es: null } };
  const respaced = { ...line, text: { en: ' Received ', es: null } };
  expect(addedHistory(content(1, { history: [line] }), content(1, { history: [respaced, line] }))).toEqual([line]);
});
