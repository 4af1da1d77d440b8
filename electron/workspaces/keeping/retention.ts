import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { DAY, HOUR, instant, later, type Cancel, type Clock, type Instant } from '../../../shared/clock.ts';
import type { Topic } from '../../../shared/contract/contract.ts';
import { NOTICE, type RetentionView, type RetentionYears } from '../../../shared/contract/retention.ts';
import { done, fail, type Result } from '../../../shared/problem.ts';
import { guarded } from '../../guard.ts';
import type { Log } from '../../log.ts';
import type { Store } from '../../store/store.ts';
import type { BulkWork } from '../open/bulk-work.ts';
import type { SeenTime } from './seen-time.ts';
import { createSerial } from '../serial.ts';

/**
 * The office's rules on how long things are kept (docs/retention.md): off until somebody sets one. What an office must keep,
 * and for how long, its own bar says. The American Bar Association's Model Rule 1.15(a), for one, has a lawyer preserve records
 * of client funds and other property for five years after the representation ended; states differ, and a file may have to be
 * kept longer. So there is no rule by default, none that begins with anything but the office's own act of archiving, and a
 * hold outranks every rule.
 */
export interface RetentionDesk {
  state(): RetentionView;
  set(years: RetentionYears): Promise<RetentionView>;
  /** Holds a case, so that nothing deletes it; reason null: takes that off. */
  hold(caseId: number, reason: string | null): Result<null>;
  /** Begins to look once a day; `stop` ends it. */
  start(): void;
  stop(): void;
}

const ruleSchema = z.object({ years: z.int().min(1).max(99), since: z.int() }).nullable();
const rulesSchema = z.object({ archived: ruleSchema, ledger: ruleSchema, lookedAt: z.int().nullable() });
type Rules = z.infer<typeof rulesSchema>;

const OFF: Rules = { archived: null, ledger: null, lookedAt: null };
const KEY = 'retention';

/** A computer sleeps through timers: it is looked every hour whether a day is over. */
const LOOK_EVERY = HOUR;
/** So many cases are deleted in one look, and listed on the page. */
const MOST = 500;
const LISTED = 100;

interface RetentionParts {
  readonly store: Pick<Store, 'retention' | 'ledger' | 'meta'>;
  readonly clock: Clock;
  readonly seen: SeenTime;
  readonly log: Log;
  readonly bulk: BulkWork;
  /** As a person deletes: with the backup before many, and 30 days to restore them. */
  readonly deleteCases: (ids: readonly number[]) => Promise<readonly number[]>;
  readonly changed: (topics: readonly Topic[]) => void;
}

export function createRetentionDesk(parts: RetentionParts): RetentionDesk {
  const { store, clock, seen, log, bulk, changed } = parts;
  const line = createSerial();
  let cancel: Cancel = () => undefined;

  const rules = (): Rules => {
    const text = store.meta.get(KEY);
    return text === null ? OFF : rulesSchema.parse(JSON.parse(text));
  };
  const keep = (next: Rules): void => store.meta.set(KEY, JSON.stringify(next));

  /** Before this the lines of the ledger go: so much longer are they kept as they are announced. */
  const ledgerBefore = (years: number, now: Instant): Instant => yearsBefore(later(now, -NOTICE), years);

  const lookNow = async (): Promise<void> => {
    const now = seen.now();
    const { archived, ledger } = rules();
    const before = archived === null ? null : yearsBefore(now, archived.years);
    const isOther = await bulk.run((breathe) => store.retention.list(before, now, breathe));
    const going = archived === null ? [] : store.retention.over(later(now, -NOTICE), MOST);
    const gone = going.length === 0 ? [] : await parts.deleteCases(going);
    const isLedgerDue = ledger !== null && now - ledger.since >= NOTICE;
    const pruned = isLedgerDue
      ? await bulk.run((breathe) => store.ledger.prune(ledgerBefore(ledger.years, now), breathe))
      : 0;
    keep({ ...rules(), lookedAt: now });
    if (gone.length + pruned > 0) log.info('retention', { deleted: gone.length, pruned });
    if (isOther || gone.length > 0) changed(['cases', 'inbox']);
    if (pruned > 0) changed(['ledger', 'cases']);
  };

  const lookDaily = guarded(log, 'retention', () =>
    line(async () => {
      const { archived, ledger, lookedAt } = rules();
      const now = seen.now();
      if (archived === null && ledger === null) return;
      if (lookedAt === null || lookedAt > now || now - lookedAt >= DAY) await lookNow();
    }),
  );

  const state = (): RetentionView => {
    const { archived, ledger } = rules();
    const due = store.retention.due(LISTED);
    const held = store.retention.held(LISTED);
    return {
      years: { archived: archived?.years ?? null, ledger: ledger?.years ?? null },
      due: due.cases,
      dueTotal: due.total,
      ledgerGoesAt: ledger === null ? null : firstLedgerEnd(store.ledger.summary().first?.at ?? null, ledger),
      held: held.cases,
      heldTotal: held.total,
      clockDoubted: seen.isDoubtful(),
    };
  };

  return {
    state,
    set: (years) =>
      line(async () => {
        const before = rules();
        const now = seen.now();
        const next = (name: 'archived' | 'ledger'): Rules['archived'] => {
          const wanted = years[name];
          // A rule that is altered begins anew: its notice too.
          return wanted === null || before[name]?.years === wanted
            ? wanted === null
              ? null
              : before[name]
            : { years: wanted, since: now };
        };
        keep({ ...before, archived: next('archived'), ledger: next('ledger') });
        await lookNow();
        changed(['cases']);
        return state();
      }),
    hold(caseId, reason) {
      if (!store.retention.hold(caseId, reason, clock.now())) return fail('not_found');
      changed(['cases']);
      return done;
    },
    start() {
      const again = (): void => {
        lookDaily();
        cancel = clock.after(LOOK_EVERY, again);
      };
      again();
    },
    stop: () => cancel(),
  };
}

/** When the first line goes: its years and the notice are over, and so is the notice of the rule itself. */
const firstLedgerEnd = (first: Instant | null, { years, since }: { years: number; since: number }): Instant | null =>
  first === null ? null : instant(Math.max(later(yearsAfter(first, years), NOTICE), since + NOTICE));

const inUtc = (at: Instant): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO('UTC');

/** By the calendar, so that a leap year makes no year shorter. */
const yearsBefore = (at: Instant, years: number): Instant => instant(inUtc(at).subtract({ years }).epochMilliseconds);
const yearsAfter = (at: Instant, years: number): Instant => instant(inUtc(at).add({ years }).epochMilliseconds);
