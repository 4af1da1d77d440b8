import { useEffect, useState } from 'react';
import { SECOND } from '../../../shared/clock.ts';
import { pageClock } from '../../app/clock.ts';
import { useAsked } from '../../app/queries.ts';

/**
 * How many whole seconds somebody has to wait before the next code: counted down here, kept by the main process, so that a
 * page that begins anew knows it too.
 */
export function useWait(id: string): { readonly seconds: number; readonly waitAnew: () => void } {
  const { data, dataUpdatedAt, refetch } = useAsked('keys.view', { id });
  const [now, setNow] = useState(() => pageClock.now());
  const until = dataUpdatedAt + (data?.wait ?? 0);
  const left = Math.max(0, until - Math.max(now, dataUpdatedAt));
  useEffect(() => {
    if (left <= 0) return;
    return pageClock.after(Math.min(left, SECOND), () => setNow(pageClock.now()));
  }, [left]);
  return { seconds: Math.ceil(left / SECOND), waitAnew: () => void refetch() };
}
