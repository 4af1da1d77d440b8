import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { Temporal } from 'temporal-polyfill';
import { DAY, HOUR, instant, MINUTE, SECOND, type Instant, type Milliseconds } from '../../shared/clock.ts';
import type { ChangeView } from '../../shared/contract/cases.ts';
import { isOpen, nextClosing, nextOpening } from '../../shared/service/hours.ts';
import { countedBeside } from '../support/budget-file.ts';
import { EASTERN, HOURS, type Calendar } from './calendar.ts';
import { joined, timeWithin, without, type Span } from './spans.ts';
import { fingerprint, wordsOf, type ExpectedChange } from './witness.ts';
import type { Year } from './year.ts';

/** What a year came to. */
export interface Verdict {
  /** Every promise that was broken; empty: none. */
  readonly broken: readonly string[];
  /** What to print. */
  readonly figures: Readonly<Record<string, string | number>>;
}

/** So many of the broken promises of one kind are told one by one. */
const TOLD = 5;

/** Closes the year's database, after comparing it with what passed on the wire. */
export async function judge(year: Year): Promise<Verdict> {
  const { calendar, evidence, diary, office, limitsAt, receipts } = year;
  const broken: string[] = [];
  const counts = new Map<string, number>();
  const must = (holds: boolean, promise: string, detail = ''): void => {
    if (holds) return;
    const times = (counts.get(promise) ?? 0) + 1;
    counts.set(promise, times);
    if (times <= TOLD) broken.push(`${promise}${detail === '' ? '' : ` (${detail})`}`);
  };

  must(diary.errors.length === 0, 'the pulls never break', String(diary.errors[0]));
  let states = 0;
  let changes = 0;
  const known = new Set<number>();
  for (const [receipt, id] of receipts) {
    const story = evidence.stories.get(receipt) ?? { states: [], changes: [], doubts: 0 };
    const detail = office.store.cases.detail(id);
    const kept = (detail?.observations ?? []).toReversed();
    const bodies = kept.map((seen) => fingerprint(office.store.cases.rawBody(seen.id) ?? ''));
    must(
      same(
        bodies,
        story.states.map(({ body }) => body),
      ),
      'every state that a check met is in the store exactly once, in order',
      `case ${id}: met ${story.states.length}, kept ${bodies.length}`,
    );
    const seen = (detail?.changes ?? []).toReversed();
    must(
      same(seen.map(told), story.changes.map(expected)),
      'every difference is a change, once and in order',
      `case ${id}: ${seen.length} of ${story.changes.length}`,
    );
    for (const change of seen) {
      known.add(change.id);
      const times = diary.announced.get(change.id) ?? 0;
      must(times === 1, 'every change is announced exactly once', `case ${id}: ${times} times`);
    }
    states += bodies.length;
    changes += seen.length;
  }
  for (const id of diary.announced.keys()) must(known.has(id), 'nothing else is announced');
  const { status, notRecognised, unreadable, failures } = evidence.answers;
  must(status === diary.answers.status, 'every status is recorded', `${status}, ${diary.answers.status ?? 0}`);
  must(notRecognised === (diary.answers.not_recognised ?? 0), 'every "not recognised" is recorded');
  // Several in a row are a service that fails: the cases are asked again, and nothing is said to have been their answer.
  must((diary.answers.unreadable ?? 0) <= unreadable, 'no answer is recorded as unreadable that was not');

  const pace = limitsAt(calendar.from).perSecond * limitsAt(calendar.from).share;
  must(evidence.outsideHours === 0, 'no call outside hours', String(evidence.outsideHours));
  must(evidence.closest >= SECOND / pace, 'no two calls closer than the pace', `${evidence.closest} ms`);
  const counted = countedBeside(join(year.folder, 'cases.db'), year.key);
  let fullest = 0;
  for (const [day, calls] of evidence.callsOfDay) {
    const { perDay } = limitsAt(Date.parse(`${day}T17:00:00Z`) as Instant);
    fullest = Math.max(fullest, calls / perDay);
    must(calls <= perDay, 'no day over quota', `${day}: ${calls} of ${perDay}`);
    const reserved = counted.get(day) ?? 0;
    must(
      reserved >= calls && reserved <= perDay,
      'every call is reserved before it is made',
      `${day}: ${reserved}, ${calls}`,
    );
  }

  const late = lateness(year);
  must(
    late.longest <= late.bound,
    'no case waits longer than it must',
    `${minutes(late.longest)} of ${minutes(late.bound)}`,
  );
  must(diary.plannedLate === 0, 'no next check is planned later than its cadence', String(diary.plannedLate));
  const { heapUsed } = process.memoryUsage();
  await office.quit();
  rmSync(year.folder, { recursive: true, force: true });
  return {
    broken: [
      ...broken,
      ...[...counts].filter(([, times]) => times > TOLD).map(([what, times]) => `… ${times} times: ${what}`),
    ],
    figures: {
      cases: receipts.size,
      days: Math.round((calendar.until - calendar.from) / DAY),
      calls: evidence.arrivals.length,
      pulls: diary.pulls,
      'answers with a status': status,
      'not recognised': notRecognised,
      unreadable,
      'failed calls': failures,
      'states kept': states,
      'changes, each announced once': changes,
      'closest two calls': `${evidence.closest} ms`,
      'fullest day': `${(fullest * 100).toFixed(1)} % of its quota`,
      'stops for a new key': diary.stops,
      'waits for the budget': diary.broke.length,
      'furthest stretch that the budget forced': `${diary.stretched.toFixed(1)} cadences`,
      'lowest pace that USCIS forced': `${diary.slowest.toFixed(2)} calls/s`,
      'laptop awake, service open and answering': `${(late.available / HOUR).toFixed(0)} h`,
      'longest that a due case waited in that time': minutes(late.longest),
      'the bound on it': minutes(late.bound),
      'one in a thousand waited longer than': minutes(late.thousandth),
      'longest by the wall': `${(late.byTheWall / DAY).toFixed(1)} days`,
      'heap at the end': `${Math.round(heapUsed / 1024 / 1024)} MB`,
    },
  };
}

const minutes = (span: Milliseconds): string => `${(span / MINUTE).toFixed(1)} min`;
const same = (a: readonly string[], b: readonly string[]): boolean => JSON.stringify(a) === JSON.stringify(b);

function told(change: ChangeView): string {
  const [first] = change.kinds;
  const kind = first === 'not_recognised' || first === 'recognised_again' ? first : 'content';
  return [kind, shown(change.before), shown(change.after)].join(' ');
}

const shown = (content: ChangeView['before']): string =>
  content === null ? '-' : wordsOf(content.title.en, content.description.en);

const expected = ({ kind, before, after }: ExpectedChange): string => [kind, before ?? '-', after ?? '-'].join(' ');

/**
 * A pause after failures is no longer than this, and goes on for so long into the time when all is well again. The probe
 * that ends it can meet a random fault (5 in 100): then another one follows. A third such probe in a row is not to be met
 * in a year.
 */
const PAUSES = 3 * 18 * MINUTE;

/**
 * How long due cases waited, counted only while a check was possible: the laptop awake and online, the service open and up,
 * the key good, and not on a day whose budget did not reach for all: who is put off then, the budget forced. The bound: the pull that is under way and the one that the case belongs to, each at
 * most all cases, a twentieth of the calls and their repetitions in vain, at the lowest pace that USCIS's 429 forced; and
 * the pauses after an outage.
 */
function lateness({ calendar, diary, receipts }: Year) {
  const possible = possibleTime(calendar, diary.broke);
  const within = timeWithin(possible);
  const open = [...diary.dueAt].map(([caseId, dueAt]) => ({ caseId, dueAt, at: calendar.until }));
  const waits = [...diary.ended, ...open].filter(({ dueAt, at }) => at > dueAt);
  const counted = waits.map(({ dueAt, at }) => within(at) - within(dueAt)).sort((a, b) => b - a);
  return {
    available: within(calendar.until),
    longest: counted[0] ?? 0,
    thousandth: counted[Math.floor(counted.length / 1000)] ?? 0,
    bound: ((2 * 1.1 * receipts.size) / diary.slowest) * SECOND + PAUSES,
    byTheWall: waits.reduce((most, { dueAt, at }) => Math.max(most, at - dueAt), 0),
  };
}

function possibleTime(calendar: Calendar, broke: readonly Span[]): Span[] {
  const keyless = calendar.rotations.map(({ at, enteredAt }) => ({ from: at, until: enteredAt }));
  const tooPoor = broke.map(({ from, until }) => ({ from: startOfDay(EASTERN, from), until }));
  const impossible = [...calendar.offline, ...calendar.outages, ...keyless, ...tooPoor, ...closedTime(calendar)];
  return without(calendar.awake, joined(impossible));
}

/** Midnight before a moment, on the wall clock of a zone. */
function startOfDay(zone: string, moment: Instant): Instant {
  const day = Temporal.Instant.fromEpochMilliseconds(moment).toZonedDateTimeISO(zone).startOfDay();
  return instant(day.epochMilliseconds);
}

function closedTime({ from, until }: Span): Span[] {
  const spans: Span[] = [];
  for (let at: Instant = from; at < until;) {
    const next = isOpen(HOURS, at) ? nextClosing(HOURS, at) : nextOpening(HOURS, at);
    if (next === null) throw new Error('the service opens and closes for ever');
    if (!isOpen(HOURS, at)) spans.push({ from: at, until: next });
    at = next;
  }
  return spans;
}
