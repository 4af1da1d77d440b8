import { expect, it } from 'vitest';
import { gather } from '../../../electron/desktop/gather.ts';
import { FakeClock } from '../../support/fake-clock.ts';

it('hands on the first at once, and what follows closely together', async () => {
  const clock = new FakeClock('2026-11-02T12:00:00Z');
  const handed: string[][] = [];
  const tell = gather<string>(clock, 250, (items) => handed.push([...items]));
  tell(['a']);
  tell(['b']);
  tell(['b', 'c']);
  expect(handed).toEqual([['a']]);
  await clock.advance(250);
  expect(handed).toEqual([['a'], ['b', 'c']]);
  await clock.advance(1000);
  tell(['d']);
  expect(handed.at(-1)).toEqual(['d']);
  expect(handed).toHaveLength(3);
});
