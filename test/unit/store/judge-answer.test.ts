import { expect, test } from 'vitest';
import { judgeNotRecognised, judgeStatus } from '../../../electron/store/answers/judge-answer.ts';
import { content } from '../../support/temporary-store.ts';

const known = { id: 1, content: content(1), json: JSON.stringify(content(1)) };

test.each([
  ['never_asked', null, 'doubtful', []],
  ['recognised', known, 'doubtful', []],
  ['doubtful', known, 'not_recognised', ['not_recognised']],
  ['doubtful', null, 'not_recognised', []],
  ['not_recognised', known, 'not_recognised', []],
] as const)('not recognised after %s', (before, observation, recognition, kinds) => {
  expect(judgeNotRecognised(before, observation)).toMatchObject({ recognition, kinds, newWords: false });
});

test.each([
  ['never_asked', null, [], true],
  ['doubtful', null, [], true],
  ['not_recognised', null, ['recognised_again'], true],
  ['recognised', known, [], false],
  ['doubtful', known, [], false],
  ['not_recognised', known, ['recognised_again'], false],
] as const)('the same status after %s', (before, observation, kinds, newWords) => {
  expect(judgeStatus(before, observation, content(1))).toMatchObject({ recognition: 'recognised', kinds, newWords });
});

test('a moved record is new words, since nothing that USCIS sent is thrown away', () => {
  const moved = content(1, { modifiedAt: '2026-03-03T00:00:00' });
  expect(judgeStatus('recognised', known, moved)).toMatchObject({
    kinds: ['record_touched'],
    newWords: true,
    saidOn: '2026-03-03',
  });
});
