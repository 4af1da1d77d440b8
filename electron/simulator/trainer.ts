import { later, MINUTE, type Cancel, type Clock, type Instant } from '../../shared/clock.ts';
import type {
  FaultLine,
  RunningFault,
  RunningScript,
  SimulatedRequest,
  SimulatorView,
} from '../../shared/contract/simulator.ts';
import type { Story } from '../../shared/contract/simulator-lists.ts';
import { readFaultScript, type FaultScript } from './fault-script.ts';
import type { Faults } from './faults.ts';
import { TOKEN_PATH } from './gateway.ts';
import type { LoggedRequest, RequestLog } from './requests.ts';
import { scriptOf, USUAL } from './stories.ts';

/** What somebody who shows an office a bad day can do with a simulator, and see of it. */
export interface Trainer {
  view(): SimulatorView;
  /** Starts a story; `minutes` null: until it is stopped. */
  play(story: Story, minutes: number | null): void;
  /** Starts one fault. */
  add(line: FaultLine): void;
  /** Follows a script's text. Gives what is wrong with it, in words; null: nothing is. */
  follow(name: string, text: string): string | null;
  /** False: that is not running any more. */
  stop(id: number): boolean;
  /** All is well again. */
  clear(): void;
}

/** How many requests are shown. */
const SHOWN = 50;

/** The end of a receipt number: all that a log shows of it. */
const masked = (receipt: string): string => receipt.slice(-4);

export function createTrainer(
  clock: Clock,
  { faults, requests }: { readonly faults: Faults; readonly requests: RequestLog },
  changed: () => void,
): Trainer {
  const started: { readonly script: RunningScript; readonly cancel: Cancel }[] = [];
  let next = 1;

  function start(what: RunningScript['what'], script: FaultScript): void {
    const from = clock.now();
    const running = script.faults.map((act): RunningFault => ({
      fault: act.fault.kind,
      place: act.at,
      share: act.share,
      of: act.of,
      from: later(from, act.from * MINUTE),
      until: act.until === undefined ? null : later(from, act.until * MINUTE),
      receipts: (act.receipts ?? []).map(masked),
    }));
    const id = next;
    next += 1;
    const until = lastEnd(running, from);
    started.push({ script: { id, what, from, until, faults: running }, cancel: faults.follow(script) });
    changed();
  }

  /** What has ended is let go. */
  function running(): readonly RunningScript[] {
    const now = clock.now();
    for (const one of started.filter(({ script: { until } }) => until !== null && until <= now)) {
      started.splice(started.indexOf(one), 1);
    }
    return started.map(({ script }) => script);
  }

  return {
    view() {
      const asked = requests.count();
      return {
        running: running(),
        asked,
        statuses: requests.statuses(),
        requests: requests.recent
          .slice(-SHOWN)
          .reverse()
          .map((request, index) => toView(request, asked - index)),
      };
    },
    play(story, minutes) {
      start({ kind: 'story', story }, scriptOf(story, minutes));
    },
    add({ fault, place, share, of, from, minutes }) {
      const until = minutes === null ? {} : { until: from + minutes };
      start({ kind: 'line' }, { seed: next, faults: [{ from, ...until, at: place, share, of, fault: USUAL[fault] }] });
    },
    follow(name, text) {
      const reading = readFaultScript(text);
      if ('mistake' in reading) return reading.mistake;
      start({ kind: 'file', name }, reading.script);
      return null;
    },
    stop(id) {
      const found = started.find(({ script }) => script.id === id);
      if (found === undefined) return false;
      found.cancel();
      started.splice(started.indexOf(found), 1);
      changed();
      return true;
    },
    clear() {
      started.length = 0;
      faults.clear();
      changed();
    },
  };
}

/** When the last of the faults ends; null: one never does by itself. A script without faults has ended at once. */
const lastEnd = (running: readonly RunningFault[], from: Instant): Instant | null =>
  running.reduce<Instant | null>(
    (last, { until }) => (last === null || until === null ? null : until > last ? until : last),
    from,
  );

function toView({ at, path, receipt, status, fault }: LoggedRequest, number: number): SimulatedRequest {
  return {
    number,
    at,
    asked: path === TOKEN_PATH ? 'token' : receipt === undefined ? 'other' : 'case',
    receipt: receipt === undefined ? null : masked(receipt),
    status,
    fault: fault ?? null,
  };
}
