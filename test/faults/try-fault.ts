import { comparable } from '../../shared/case/text.ts';
import { HOUR, later, type Instant } from '../../shared/clock.ts';
import type { PullState } from '../../shared/contract/pulls.ts';
import type { AnswerKind } from '../../shared/service/answer.ts';
import { receipt } from '../support/temporary-store.ts';
import { CASES, type Office } from './office.ts';
import type { Trial } from './trials.ts';

/** Where in a pull a fault strikes first. */
export const PHASES = ['token', 'first', 'middle', 'last'] as const;
export type Phase = (typeof PHASES)[number];

/** How many cases have been asked for when the fault begins. */
const ASKED_BEFORE: Readonly<Record<Phase, number>> = { token: 0, first: 0, middle: 2, last: CASES - 1 };

/** These cases get a new status before each pull that meets the fault. */
const MOVED: ReadonlySet<number> = new Set([0, CASES - 1]);
const NEW_TITLES: Readonly<Record<Phase, string>> = {
  token: 'Interview Was Scheduled',
  first: 'Case Was Reopened',
  middle: 'Biometrics Appointment Was Scheduled',
  last: 'Case Is Being Actively Reviewed By USCIS',
};

export interface Outcome {
  /** What the checks of the faulty time got besides the true status. */
  readonly answers: readonly AnswerKind[];
  /** What the person was shown besides a pull that runs. */
  readonly shown: readonly string[];
  /** The answer that Activity named as the last trouble, if it named any. */
  readonly trouble: AnswerKind | null;
  /** What is not as it must be with the cases, when all is over. */
  readonly wrong: readonly string[];
  /** How many calls were refused for coming too fast, by our own doing. */
  readonly tooFast: number;
}

/** Lets an office meet a fault in a pull of all its cases, mends what a person must, and lives on until all have a status. */
export async function tryFault(office: Office, trial: Trial, phase: Phase): Promise<Outcome> {
  const { clock, simulator, store, pulls, events, answers, ids } = office;
  for (const index of MOVED) simulator.set(receipt(index), { title: NEW_TITLES[phase] });
  // The token of the pull before has ended meanwhile.
  const rested = later(clock.now(), HOUR);
  await office.live(() => clock.now() >= rested && store.pulls.openPull() === null);

  const began = clock.now();
  const asked = (): number => simulator.requests.count({ method: 'GET' });
  const [before, seen, happened] = [asked(), answers.length, events.length];
  let begun = false;
  let over = false;
  let trouble: AnswerKind | null = null;
  const begin = (): void => {
    begun = true;
    const { times, fault } = trial;
    if (times === 'until mended') simulator.faults.next(Infinity, fault, trial.token === null ? 'case' : 'any');
    else simulator.faults.next(times, fault, phase === 'token' ? 'token' : 'case');
  };
  const end = (): void => {
    over = true;
    simulator.faults.clear();
  };
  if (ASKED_BEFORE[phase] === 0) begin();
  void pulls.checkNow(ids);

  await office.live(() => {
    if (!begun && asked() - before >= ASKED_BEFORE[phase]) begin();
    if (over) return answered(office) && store.pulls.openPull() === null;
    const activity = pulls.activity();
    trouble = activity.trouble?.answer ?? trouble;
    if (activity.state.kind === 'stopped') {
      end();
      pulls.retry();
    } else if (events.slice(happened).some(({ kind }) => kind === 'finished')) end();
    return false;
  });

  const states = events.slice(happened).flatMap((event) => (event.kind === 'state' ? [event.state] : []));
  return {
    answers: [...new Set(answers.slice(seen))].filter((kind) => kind !== 'status'),
    shown: [...new Set(states.map(shownAs))].filter((shown) => shown !== ''),
    trouble,
    wrong: ids.flatMap((id, index) =>
      wrongWith(office, id, began, MOVED.has(index) ? NEW_TITLES[phase] : null).map(
        (words) => `case ${index}: ${words}`,
      ),
    ),
    tooFast: simulator.requests.recent.filter(({ status, fault }) => status === 429 && fault === undefined).length,
  };
}

/** The last answer for every case is a status. */
const answered = ({ store, ids }: Office): boolean =>
  ids.every((id) => store.cases.detail(id)?.row.lastAnswer === 'status');

function shownAs(state: PullState): string {
  if (state.kind === 'waiting') return state.reason === 'nothing_due' ? '' : `waits: ${state.reason}`;
  return state.kind === 'stopped' ? `stops: ${state.problem.kind}` : '';
}

/**
 * What is not as it must be when all is over, whatever the fault was: nothing lost, nothing made up. `moved`: the new title
 * of a case that got one.
 */
function wrongWith({ store }: Office, id: number, began: Instant, moved: string | null): string[] {
  const detail = store.cases.detail(id);
  if (detail === null) return ['it is gone'];
  const { row } = detail;
  const told = detail.changes.filter(({ seenAt }) => seenAt >= began).map(({ kinds }) => kinds[0]);
  const wrong: string[] = [];
  if (row.lastAnswer !== 'status' || row.recognition !== 'recognised') wrong.push(`ends as ${row.recognition}`);
  if (moved !== null && comparable(row.title?.en ?? '') !== moved)
    wrong.push(`stands at ${row.title?.en ?? 'nothing'}`);
  if (told.join() !== (moved === null ? '' : 'status_changed'))
    wrong.push(`was told of ${told.join(', ') || 'nothing'}`);
  return wrong;
}
