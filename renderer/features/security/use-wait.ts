import { useEffect, useState } from 'react';
import { SECOND, type Milliseconds } from '../../../shared/clock.ts';
import { pageClock } from '../../app/clock.ts';
import { useAsked } from '../../app/queries.ts';

/** How many whole seconds of a wait are left that the main process told of at a moment of this page's clock. */
export function useCountdown(wait: Milliseconds, toldAt: number): number {
  const [now, setNow] = useState(() => pageClock.now());
  const left = Math.max(0, toldAt + wait - Math.max(now, toldAt));
  useEffect(() => {
    if (left <= 0) return;
    return pageClock.after(Math.min(left, SECOND), () => setNow(pageClock.now()));
  }, [left]);
  return Math.ceil(left / SECOND);
}

/**
 * How many whole seconds somebody has to wait before the next code: counted down here, kept by the main process, so that a
 * page that begins anew knows it too.
 */
export function useWait(id: string): { readonly seconds: number; readonly waitAnew: () => void } {
  const { data, dataUpdatedAt, refetch } = useAsked('keys.view', { id });
  return { seconds: useCountdown(data?.wait ?? 0, dataUpdatedAt), waitAnew: () => void refetch() };
}
