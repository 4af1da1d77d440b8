import { expect, it } from 'vitest';
import { readAbout } from '../../../electron/workspaces/about.ts';
import { ENDPOINTS } from './computer.ts';

const limits = { perSecond: 2, perDay: 500, share: 0.5, zone: 'America/Chicago' };
const hours = { zone: 'America/Chicago', weekdays: [1], opens: '07:00', closes: '20:00' };
const about = { name: 'Office', environment: 'sandbox', endpoints: ENDPOINTS, limits, hours };
const said = (text: string) => readAbout({ meta: { get: () => text } });

it.each(['', '{', 'null', '[]', JSON.stringify({ ...about, name: '' })])('%s says nothing', (text) => {
  expect(said(text)).toBeNull();
});

it('what it says is believed', () => {
  expect(said(JSON.stringify(about))).toEqual(about);
});

it('limits or hours that make no sense give way to the usual ones, and cost nothing else', () => {
  const night = { ...hours, opens: '20:00', closes: '07:00' };
  expect(said(JSON.stringify({ ...about, hours: night }))).toEqual({ ...about, hours: null });
  expect(said(JSON.stringify({ ...about, limits: { ...limits, zone: 'America/Nowhere' } }))).toEqual({
    ...about,
    limits: { perSecond: 5, perDay: 1000, share: 0.8, zone: 'America/New_York' },
  });
});
