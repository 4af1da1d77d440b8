import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fingerprintOf } from '../../electron/uscis/key.ts';
import type { ReceiptNumber } from '../../shared/case/receipt-number.ts';
import { DAY, HOUR, later, type Clock, type Instant } from '../../shared/clock.ts';
import { seededRandom } from '../../shared/random.ts';
import type { Limits } from '../../shared/service/environment.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { EASTERN, HOURS, makeCalendar, type Calendar } from './calendar.ts';
import { emptyDiary, openOffice, type Diary, type Office } from './office.ts';
import { createService, TROUBLES, type Spell } from './service.ts';
import { API_BASE, createWire } from './wire.ts';
import { createWitness, type Evidence } from './witness.ts';

export interface YearOptions {
  readonly cases: number;
  readonly days: number;
  readonly seed: number;
  /** Told after each 30 days, for a measurement: what was written down until then is forgotten first. Nothing can be judged. */
  readonly onMonth?: () => Promise<void>;
}

/** A year that was lived: what the world knows of it, what the program says, and the program's database. */
export interface Year {
  readonly calendar: Calendar;
  readonly evidence: Evidence;
  readonly diary: Diary;
  readonly office: Office;
  readonly limitsAt: (moment: Instant) => Limits;
  readonly receipts: ReadonlyMap<ReceiptNumber, number>;
  /** The fingerprint of the key: its secret is rotated, and its calls are counted on. */
  readonly key: string;
  readonly folder: string;
  readonly fakeClock: FakeClock;
}

/** The first of June: both changes of daylight saving follow. */
const FIRST = '2026-06-01';

/** Every case takes a step in so many days. */
const STEP = 24 * DAY;

/** Five calls in a hundred fail by chance, each kind alike. */
const RANDOM_FAULTS = ['reset', 'hang', 'bad_gateway', 'unavailable', 'slowed'] as const;
const SHARE = 0.05 / RANDOM_FAULTS.length;

/** Durability is not what a year shows (kill tests do), so its file may lie in memory where there is such a place. */
const folderFor = (): string => mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'caseharbor year '));

/** Lives a year with the real store, client and engine, on a clock of its own. */
export async function liveAYear({ cases, days, seed, onMonth }: YearOptions): Promise<Year> {
  const calendar = makeCalendar(FIRST, days, seed);
  const random = seededRandom(seed + 1);
  const clock = new FakeClock(new Date(calendar.from).toISOString());
  const receiptAt = (index: number): ReceiptNumber => `ZZZ${9_000_000_000 + index}` as ReceiptNumber;
  const all = Array.from({ length: cases }, (_nothing, index) => receiptAt(index));
  const some = (share: number): Set<string> => new Set(all.filter(() => random.next() < share));

  // Ample: once a day for every case and half of them twice. Poor: a third of the cases in a day.
  const limitsAt = (moment: Instant): Limits => {
    const poor = moment >= calendar.poor.from && moment < calendar.poor.until;
    return { perSecond: 5, perDay: Math.ceil(cases * (poor ? 0.33 : 1.7)), share: 0.8, zone: EASTERN };
  };

  /** The service never sleeps: its lengths of time are those of the wall. */
  const serviceClock: Clock = {
    now: () => clock.now(),
    monotonic: () => clock.now(),
    after: (delay, run) => clock.after(delay, run),
  };
  let key = { clientId: 'client-of-a-simulated-year', clientSecret: 'secret-0' };
  const service = createService({
    clock: serviceClock,
    random,
    seed,
    life: { epoch: calendar.from, pace: STEP },
    hours: HOURS,
    limits: { perSecond: 5, perDay: limitsAt(calendar.from).perDay },
    credentials: key,
    spells: spellsOf(calendar, some, () => random.next()),
  });
  const evidence = createWitness();
  const wire = createWire(clock, random, service, evidence);
  const diary = emptyDiary();
  const folder = folderFor();
  const keyHex = randomBytes(32).toString('hex');
  const open = (): Office =>
    openOffice({
      path: join(folder, 'cases.db'),
      keyHex,
      clock,
      random,
      fetch: wire.fetch,
      limits: () => limitsAt(clock.now()),
      credentials: () => key,
      diary,
    });

  const first = open();
  const entries = all.map((receipt) => ({ receipt, client: 'Synthetic client', label: '' }));
  const { added } = await first.store.cases.add(entries, clock.now(), () => Promise.resolve());
  for (const id of added) diary.dueAt.set(id, clock.now());
  await first.quit();
  let office = null as Office | null;

  /** What happens from outside, in order; false: the laptop sleeps until the next one. */
  const events: { at: Instant; run: () => void | Promise<void> }[] = [];
  const when = (at: Instant, run: () => void | Promise<void>): void => {
    if (at >= calendar.from && at < calendar.until) events.push({ at, run });
  };
  let awake = false as boolean;
  /** A new key was entered elsewhere while this laptop slept. */
  let entered = false;
  for (const { from, until } of calendar.awake) {
    const quits = random.next() < 0.2;
    when(from, () => {
      awake = true;
      if (office === null) {
        office = open();
        office.pulls.start();
      } else if (entered) office.pulls.retry();
      else if (random.next() < 0.9) office.pulls.wake();
      entered = false;
    });
    // Somebody asks for a few cases at once.
    when(later(from, (until - from) * random.next()), () => {
      const ids = [0, 1, 2].map(() => added[Math.floor(random.next() * added.length)] ?? 0);
      if (awake) void office?.pulls.checkNow(ids);
    });
    when(until, async () => {
      awake = false;
      wire.cut();
      if (!quits) return;
      await office?.quit();
      office = null;
    });
  }
  for (const { from, until } of calendar.offline) {
    when(from, () => {
      wire.online = false;
    });
    when(until, () => {
      wire.online = true;
      if (awake) office?.pulls.wake();
    });
  }
  for (const [index, { at, enteredAt, tokensToo }] of calendar.rotations.entries()) {
    const next = { ...key, clientSecret: `secret-${index + 1}` };
    when(at, () => {
      service.rotateKey(next, tokensToo);
    });
    when(enteredAt, () => {
      key = next;
      if (awake) office?.pulls.retry();
      else entered = true;
    });
  }
  when(calendar.poor.from, () => office?.pulls.wake());
  when(calendar.poor.until, () => office?.pulls.wake());

  for (let day = 30; onMonth !== undefined && day <= days; day += 30) {
    when(later(calendar.from, day * DAY), async () => {
      evidence.forget();
      diary.ended.length = 0;
      diary.announced.clear();
      await onMonth();
    });
  }

  for (const { at, run } of events.sort((a, b) => a.at - b.at)) {
    if (awake) await clock.advance(at - clock.now());
    else clock.setWall(new Date(at).toISOString());
    await run();
  }
  return {
    calendar,
    evidence,
    diary,
    office: office ?? open(),
    limitsAt,
    receipts: new Map(all.map((receipt, index) => [receipt, added[index] ?? 0])),
    key: fingerprintOf(key.clientId, API_BASE),
    folder,
    fakeClock: clock,
  };
}

function spellsOf(calendar: Calendar, some: (share: number) => Set<string>, chance: () => number): Spell[] {
  const { from, until } = calendar;
  const outages = calendar.outages.map((outage) => ({
    from: outage.from,
    until: outage.until,
    trouble: TROUBLES[outage.as],
    share: 1,
    // The gateway's door is open when the house is closed.
    ...(outage.as === 'closed' ? { at: 'case' as const } : {}),
  }));
  const forgotten = Array.from({ length: 24 }, (): Spell => {
    const start = later(from, (until - from) * chance());
    const length = later(start, 6 * HOUR + chance() * 8 * DAY);
    return {
      from: start,
      until: length,
      trouble: TROUBLES.unknown,
      share: chance() < 0.3 ? 0.4 : 1,
      at: 'case',
      receipts: some(0.01),
    };
  });
  const broken = {
    ...calendar.brokenJson,
    trouble: TROUBLES.broken,
    share: 1,
    at: 'case' as const,
    receipts: some(0.15),
  };
  const random = RANDOM_FAULTS.map((kind): Spell => ({ from, until, trouble: TROUBLES[kind], share: SHARE }));
  return [...outages, ...forgotten, broken, ...random];
}
