import { useEffect, useState } from 'react';
import type { ListLine } from '../../../shared/contract/cases.ts';
import type { Problem } from '../../../shared/problem.ts';
import { pageClock } from '../../app/clock.ts';
import { useAsk } from '../../app/queries.ts';

interface Preview {
  readonly lines: readonly ListLine[];
  readonly problem: Problem | null;
  /** The verdicts are those of the text as it stands now. */
  readonly isCurrent: boolean;
}

/** In milliseconds. */
const PAUSE = 200;

/** What we would make of a pasted text. Not a query: a text of megabytes is no key for a cache. */
export function usePreview(text: string): Preview {
  const ask = useAsk();
  const [last, setLast] = useState<Omit<Preview, 'isCurrent'> & { readonly of: string }>({
    lines: [],
    problem: null,
    of: '',
  });
  useEffect(() => {
    let isOld = false;
    const judge = async (): Promise<void> => {
      const result = await ask('cases.preview', { text });
      if (isOld) return;
      setLast(
        result.ok
          ? { lines: result.value.lines, problem: null, of: text }
          : { lines: [], problem: result.problem, of: text },
      );
    };
    const cancel = text.trim() === '' ? null : pageClock.after(PAUSE, () => void judge());
    return () => {
      isOld = true;
      cancel?.();
    };
  }, [ask, text]);
  if (text.trim() === '') return { lines: [], problem: null, isCurrent: true };
  return { lines: last.lines, problem: last.problem, isCurrent: last.of === text };
}
