import type { Clock } from '../../../shared/clock.ts';
import type { Problem, Result } from '../../../shared/problem.ts';

/** What became of what was typed. */
export type SaveState = 'saved' | 'unsaved' | 'saving' | 'failed';

export interface Shown {
  readonly text: string;
  readonly state: SaveState;
}

/** Where a draft goes. */
interface Keeper {
  readonly save: (text: string) => Promise<Result<unknown>>;
  /** What was typed could not be saved on leaving either, and is gone with its field. */
  readonly lost: (problem: Problem) => void;
}

export interface Draft {
  /** Before anything is typed, and again whenever it is another. */
  readonly keepWith: (keeper: Keeper) => void;
  readonly type: (text: string) => void;
  /** Saves what is unsaved: when the field is left. */
  readonly flush: () => void;
  /** Saves what is unsaved and what could not be saved before: when the field goes away. */
  readonly leave: () => void;
}

/** A pause in typing this long saves. In milliseconds. */
const PAUSE = 800;

/** Text that saves itself after a pause. */
export function createDraft(clock: Clock, show: (now: Shown) => void): Draft {
  let keeper: Keeper | null = null;
  let now: Shown | null = null;
  let cancel: (() => void) | null = null;

  const set = (next: Shown): void => {
    now = next;
    show(next);
  };
  const keep = (leaving: boolean): void => {
    cancel?.();
    cancel = null;
    if (now === null || keeper === null) return;
    const { text } = now;
    const { save, lost } = keeper;
    set({ text, state: 'saving' });
    void save(text).then((result) => {
      if (!result.ok && leaving) lost(result.problem);
      if (now?.text === text) set({ text, state: result.ok ? 'saved' : 'failed' });
    });
  };
  const flush = (): void => {
    if (now?.state === 'unsaved') keep(false);
  };
  return {
    keepWith: (next) => {
      keeper = next;
    },
    type(text) {
      cancel?.();
      set({ text, state: 'unsaved' });
      cancel = clock.after(PAUSE, flush);
    },
    flush,
    leave() {
      if (now?.state === 'unsaved' || now?.state === 'failed') keep(true);
    },
  };
}
