import { useEffect, useRef, useState } from 'react';
import { pageClock } from '../../app/clock.ts';
import type { Result } from '../../../shared/problem.ts';

/** What became of what was typed. */
export type SaveState = 'saved' | 'unsaved' | 'saving' | 'failed';

export interface Autosave {
  readonly text: string;
  /** Null: nobody typed here yet. */
  readonly state: SaveState | null;
  readonly type: (text: string) => void;
  /** Saves at once: when the field is left. */
  readonly flush: () => void;
}

/** A pause in typing this long saves. In milliseconds. */
const PAUSE = 800;

interface Draft {
  readonly text: string;
  readonly state: SaveState;
}

/**
 * Text that saves itself: after a pause, when the field is left, and when the screen goes away. While there is nothing
 * unsaved it follows the store; what somebody is typing is never overwritten, and stays when saving fails.
 */
export function useAutosave(stored: string, save: (text: string) => Promise<Result<null>>): Autosave {
  const [draft, setDraft] = useState<Draft | null>(null);
  const latest = useRef({ draft, save });
  useEffect(() => {
    latest.current = { draft, save };
  });

  const flush = useRef(() => {
    const { draft: now, save: keep } = latest.current;
    if (now?.state !== 'unsaved') return;
    const settle = (state: SaveState): void =>
      setDraft((after) => (after?.text === now.text ? { text: now.text, state } : after));
    settle('saving');
    void keep(now.text).then((result) => settle(result.ok ? 'saved' : 'failed'));
  });
  const unsaved = draft?.state === 'unsaved' ? draft.text : null;
  useEffect(() => {
    if (unsaved === null) return;
    return pageClock.after(PAUSE, () => flush.current());
  }, [unsaved]);
  useEffect(() => {
    const leave = flush.current;
    return () => leave();
  }, []);
  return {
    text: draft === null || (draft.state === 'saved' && draft.text !== stored) ? stored : draft.text,
    state: draft?.state ?? null,
    type: (text) => setDraft({ text, state: 'unsaved' }),
    flush: () => flush.current(),
  };
}
