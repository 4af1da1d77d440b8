import { describe, expect, test } from 'vitest';
import { createFormats } from '../../../renderer/app/i18n/formats.ts';
import { timelineOf } from '../../../renderer/features/case/timeline.ts';
import { moveTo } from '../../../renderer/features/cases/keys.ts';
import { byDay } from '../../../renderer/features/inbox/by-day.ts';
import type { ReceiptNumber } from '../../../shared/case/receipt-number.ts';
import type { ChangeView, ObservationView } from '../../../shared/contract/cases.ts';
import { DAY, HOUR, MINUTE, SECOND, instant, later, type CivilDate } from '../../../shared/clock.ts';

const NOON = instant(Date.parse('2026-11-21T12:00:00Z'));
const words = { title: { en: 'Case Was Received', es: null }, description: { en: '', es: null } };
const changeAt = (id: number, seenAt = NOON): ChangeView => ({
  id,
  caseId: 1,
  receipt: 'EAC9999103402' as ReceiptNumber,
  client: '',
  label: '',
  form: null,
  kinds: ['status_changed'],
  seenAt,
  saidOn: null,
  before: words,
  after: words,
  addedHistory: [],
  group: 'received_or_intake',
  stage: 'pending',
  read: false,
});

test('changes are grouped by the day on which we saw them, in their order', () => {
  const utcDay = (moment: number): string => new Date(moment).toISOString().slice(0, 10);
  const changes = [changeAt(4), changeAt(3), changeAt(2, later(NOON, -DAY)), changeAt(1, later(NOON, -9 * DAY))];
  const days = byDay(changes, NOON, utcDay);
  expect(days.map(({ name, is, changes: found }) => [name, is, found.map(({ id }) => id)])).toEqual([
    ['2026-11-21', 'today', [4, 3]],
    ['2026-11-20', 'yesterday', [2]],
    ['2026-11-12', 'earlier', [1]],
  ]);
});

test('the timeline is one axis, newest first, with a bare date at the end of its day and what has none last', () => {
  const at = (date: string): CivilDate => date as CivilDate;
  const text = { en: 'Something was done.', es: null };
  const observation: ObservationView = {
    id: 1,
    firstSeenAt: later(NOON, -DAY),
    lastSeenAt: NOON,
    saidOn: null,
    ...words,
  };
  const entries = timelineOf(
    {
      history: [
        { date: null, text },
        { date: at('2026-11-21'), text },
        { date: at('2026-11-01'), text },
      ],
      changes: [changeAt(1)],
      observations: [{ ...observation, id: 2, firstSeenAt: NOON }, observation],
      createdAt: later(NOON, -2 * DAY),
    },
    (date) => instant(Date.parse(`${date}T23:59:59.999Z`)),
  );
  expect(entries.map((entry) => (entry.kind === 'history' ? entry.date : entry.kind))).toEqual([
    '2026-11-21',
    'change',
    'first',
    'added',
    '2026-11-01',
    null,
  ]);
});

describe('keys in a long list', () => {
  test.each([
    ['ArrowDown', 0, 1],
    ['ArrowUp', 0, 0],
    ['ArrowDown', 99, 99],
    ['PageDown', 5, 15],
    ['PageDown', 95, 99],
    ['PageUp', 5, 0],
    ['Home', 50, 0],
    ['End', 50, 99],
    ['x', 50, null],
  ])('%s at %i', (key, from, to) => {
    expect(moveTo(key, from, 100, 10)).toBe(to);
  });

  test('nothing moves in an empty list', () => {
    expect(moveTo('ArrowDown', 0, 0, 10)).toBeNull();
  });
});

describe('how moments are told', () => {
  const [en, es] = [createFormats('en'), createFormats('es')];
  test.each([
    [-30 * SECOND, 'now', 'ahora'],
    [-5 * MINUTE, '5 minutes ago', 'hace 5 minutos'],
    [97 * MINUTE, 'in 97 minutes', 'dentro de 97 minutos'],
    [3 * HOUR, 'in 3 hours', 'dentro de 3 horas'],
    [-47 * HOUR, '47 hours ago', 'hace 47 horas'],
    [-5 * DAY, '5 days ago', 'hace 5 días'],
  ])('%i ms from now', (length, english, spanish) => {
    expect(en.relative(later(NOON, length), NOON)).toBe(english);
    expect(es.relative(later(NOON, length), NOON)).toBe(spanish);
  });

  test('a date without a zone is the same day everywhere', () => {
    expect(en.date('2026-01-01' as CivilDate)).toBe('Jan 1, 2026');
    expect(es.date('2026-01-01' as CivilDate)).toBe('1 ene 2026');
  });
});
