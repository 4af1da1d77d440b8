import { useEffect, useState } from 'react';
import type { Result } from '../../../shared/problem.ts';
import { pageClock } from '../../app/clock.ts';
import { useReportProblem } from '../../ui/report-problem.ts';
import { createDraft, type SaveState, type Shown } from './draft.ts';

export interface Autosave {
  readonly text: string;
  /** Null: nobody typed here yet. */
  readonly state: SaveState | null;
  readonly type: (text: string) => void;
  /** Saves at once: when the field is left. */
  readonly flush: () => void;
}

/**
 * Text that saves itself: after a pause, when the field is left, when the window is hidden or closed, and when the screen
 * goes away. While there is nothing unsaved it follows the store; what somebody is typing is never overwritten, and stays
 * when saving fails.
 */
export function useAutosave(stored: string, save: (text: string) => Promise<Result<unknown>>): Autosave {
  const [shown, setShown] = useState<Shown | null>(null);
  const report = useReportProblem();
  const [draft] = useState(() => createDraft(pageClock, setShown));
  useEffect(() => draft.keepWith({ save, lost: report }));
  useEffect(() => {
    const hidden = (): void => {
      if (document.visibilityState === 'hidden') draft.leave();
    };
    document.addEventListener('visibilitychange', hidden);
    window.addEventListener('pagehide', draft.leave);
    return () => {
      document.removeEventListener('visibilitychange', hidden);
      window.removeEventListener('pagehide', draft.leave);
      draft.leave();
    };
  }, [draft]);
  return {
    text: shown === null || (shown.state === 'saved' && shown.text !== stored) ? stored : shown.text,
    state: shown?.state ?? null,
    type: draft.type,
    flush: draft.flush,
  };
}
