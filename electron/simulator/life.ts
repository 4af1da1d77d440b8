import { DAY, later, type Instant, type Milliseconds } from '../../shared/clock.ts';
import { seededRandom, seedFrom, type Random } from '../../shared/random.ts';
import type { MilestoneName } from './titles.ts';

/** How time runs for the simulated cases. */
export interface Life {
  /** Where the count of steps begins. Keep it, and the same statuses come back after a restart. */
  readonly epoch: Instant;
  /** Every case takes one step in each span of this length, each at a moment of its own. */
  readonly pace: Milliseconds;
}

/** A milestone that a case has reached, and when. */
export interface Step {
  readonly name: MilestoneName;
  readonly at: Instant;
}

/** What a case goes through, first its way to a decision and then what may follow, again and again. */
interface Path {
  readonly form: string;
  readonly way: readonly MilestoneName[];
  readonly after: readonly MilestoneName[];
}

/** The span between two steps that lie before the epoch: what an office would have seen happen. */
const PAST_SPAN: Milliseconds = 21 * DAY;

/** A history lists no more than its latest steps, so that an answer stays small however long the simulator runs. */
const LONGEST_HISTORY = 24;

const REOPENED: readonly MilestoneName[] = [
  'reopened',
  'reviewed',
  'evidenceRequested',
  'evidenceReceived',
  'reviewed',
];

/** A receipt's own row of chances: it depends on nothing but the seed and the number. */
const chances = (seed: number, receipt: string): Random => seededRandom(seedFrom(`${seed}:${receipt}`));

function pathOf(random: Random): Path {
  const chance = (share: number): boolean => random.next() < share;
  const maybe = (share: number, ...names: MilestoneName[]): MilestoneName[] => (chance(share) ? names : []);
  const evidence = maybe(0.4, 'evidenceRequested', 'evidenceReceived');
  const denied = chance(0.12);
  const card: MilestoneName[] = ['approved', 'cardProduced', 'cardMailed', 'cardDelivered'];
  const decision = (granted: MilestoneName[]): MilestoneName[] => (denied ? ['denied'] : granted);
  switch (Math.floor(random.next() * 5)) {
    case 0: {
      const interview = maybe(0.6, 'interview', 'interviewDone');
      const way: MilestoneName[] = [
        'receiptNotice',
        'biometrics',
        'fingerprints',
        ...evidence,
        'reviewed',
        ...interview,
      ];
      return { form: 'I-485', way: [...way, ...decision(card)], after: [...REOPENED, ...card] };
    }
    case 1: {
      const way: MilestoneName[] = ['lockbox', 'received', ...maybe(0.5, 'biometrics', 'fingerprints'), 'reviewed'];
      return { form: 'I-765', way: [...way, ...decision(card)], after: [...REOPENED, ...card] };
    }
    case 2: {
      const way: MilestoneName[] = ['received', ...maybe(0.4, 'transferred'), 'reviewed', ...evidence];
      const granted: MilestoneName[] = ['approved', 'sentToState'];
      return { form: 'I-130', way: [...way, ...decision(granted)], after: [...REOPENED, ...granted] };
    }
    case 3: {
      const granted: MilestoneName[] = ['approved', 'documentMailed'];
      const way: MilestoneName[] = ['received', 'reviewed', ...decision(granted)];
      return { form: 'I-131', way, after: [...REOPENED, ...granted] };
    }
    default: {
      const way: MilestoneName[] = ['receiptNotice', ...maybe(0.5, 'premium'), 'reviewed', ...evidence];
      return { form: 'I-129', way: [...way, ...decision(['approved'])], after: [...REOPENED, 'approved'] };
    }
  }
}

/** Where a receipt stands. */
export interface LifeSoFar {
  readonly form: string;
  readonly filedAt: Instant;
  /** The latest steps, oldest first; the last is the present one. Never empty. */
  readonly steps: readonly [Step, ...Step[]];
}

/**
 * Where a receipt stands at `now`: a pure function of the seed, the receipt and the count of steps since the epoch. With
 * no life it stays where it stood at `still`.
 */
export function lifeOf(seed: number, receipt: string, life: Life | null, now: Instant, still: Instant): LifeSoFar {
  const random = chances(seed, receipt);
  const path = pathOf(random);
  const start = Math.floor(random.next() * path.way.length);
  const offset = random.next();
  const epoch = life?.epoch ?? still;
  const pace = life?.pace ?? PAST_SPAN;
  const taken = life === null ? 0 : Math.max(0, Math.floor((now - epoch) / pace + offset));
  const present = start + taken;

  const stepAt = (index: number): Step => ({ name: nameAt(path, index), at: momentOf(index - start) });
  /** The first step after the epoch comes `1 - offset` of a pace after it; those before lie weeks apart. */
  function momentOf(count: number): Instant {
    return later(epoch, Math.ceil((count - offset) * (count > 0 ? pace : PAST_SPAN)));
  }

  const first = Math.max(0, present - LONGEST_HISTORY + 1);
  const rest = Array.from({ length: present - first }, (_, index) => stepAt(first + index + 1));
  return { form: path.form, filedAt: momentOf(-start), steps: [stepAt(first), ...rest] };
}

function nameAt(path: Path, index: number): MilestoneName {
  const name = path.way[index] ?? path.after[(index - path.way.length) % path.after.length];
  if (name === undefined) throw new Error('a path has steps');
  return name;
}
