import { expect, test } from 'vitest';
import { createDraft, type Draft, type Shown } from '../../../renderer/features/case/draft.ts';
import { fail, done, type Problem, type Result } from '../../../shared/problem.ts';
import { SECOND } from '../../../shared/clock.ts';
import { FakeClock } from '../../support/fake-clock.ts';

/** A draft whose savings are answered one by one. */
function drafting(): {
  draft: Draft;
  clock: FakeClock;
  saved: string[];
  lost: Problem[];
  shown: () => Shown | null;
  answer: (result: Result<null>) => Promise<void>;
} {
  const clock = new FakeClock('2026-11-21T12:00:00Z');
  const saved: string[] = [];
  const lost: Problem[] = [];
  const waiting: ((result: Result<null>) => void)[] = [];
  let shown: Shown | null = null;
  const draft = createDraft(clock, (now) => (shown = now));
  draft.keepWith({
    save: (text) => {
      saved.push(text);
      return new Promise((resolve) => waiting.push(resolve));
    },
    lost: (problem) => lost.push(problem),
  });
  const answer = async (result: Result<null>): Promise<void> => {
    waiting.shift()?.(result);
    await Promise.resolve();
    await Promise.resolve();
  };
  return { draft, clock, saved, lost, shown: () => shown, answer };
}

test('what is typed is saved after a pause, once', async () => {
  const { draft, clock, saved, shown, answer } = drafting();
  draft.type('a');
  draft.type('ab');
  expect(shown()).toEqual({ text: 'ab', state: 'unsaved' });
  await clock.advance(SECOND);
  expect(saved).toEqual(['ab']);
  expect(shown()).toEqual({ text: 'ab', state: 'saving' });
  await answer(done);
  expect(shown()).toEqual({ text: 'ab', state: 'saved' });
  draft.flush();
  draft.leave();
  expect(saved).toEqual(['ab']);
});

test('what was typed meanwhile is not taken for saved', async () => {
  const { draft, saved, shown, answer } = drafting();
  draft.type('a');
  draft.flush();
  draft.type('ab');
  await answer(done);
  expect(shown()).toEqual({ text: 'ab', state: 'unsaved' });
  draft.leave();
  expect(saved).toEqual(['a', 'ab']);
});

test('what could not be saved is tried again on leaving, and told where that fails too', async () => {
  const { draft, clock, saved, lost, shown, answer } = drafting();
  draft.type('a');
  await clock.advance(SECOND);
  await answer(fail('file_failed'));
  expect(shown()).toEqual({ text: 'a', state: 'failed' });
  expect(lost).toEqual([]);
  draft.leave();
  expect(saved).toEqual(['a', 'a']);
  await answer(fail('file_failed'));
  expect(lost).toEqual([{ kind: 'file_failed' }]);
});

test('what is left in the middle of a pause is saved at once, and not again after it', async () => {
  const { draft, clock, saved } = drafting();
  draft.type('a');
  draft.leave();
  await clock.advance(5 * SECOND);
  expect(saved).toEqual(['a']);
});
