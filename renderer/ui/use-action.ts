import { useCallback, useRef, useState } from 'react';
import type { Problem, Result } from '../../shared/problem.ts';

/** How far something that a person asked for has come: exactly one of these. */
export type ActionState<Value> =
  | { readonly kind: 'idle' }
  | { readonly kind: 'busy' }
  | { readonly kind: 'done'; readonly value: Value }
  | { readonly kind: 'failed'; readonly problem: Problem };

export interface Action<Args extends readonly unknown[], Value> {
  readonly state: ActionState<Value>;
  /** Does it and gives its result. The answer to an earlier run that comes late is not shown. */
  readonly run: (...args: Args) => Promise<Result<Value>>;
  /** Forgets what became of the last run. */
  readonly clear: () => void;
}

/** Something that a person sets going, with what became of it: for a button that waits and words that tell. */
export function useAction<Args extends readonly unknown[], Value>(
  deed: (...args: Args) => Promise<Result<Value>>,
): Action<Args, Value> {
  const [state, setState] = useState<ActionState<Value>>({ kind: 'idle' });
  const runs = useRef(0);

  const run = async (...args: Args): Promise<Result<Value>> => {
    runs.current += 1;
    const mine = runs.current;
    setState({ kind: 'busy' });
    const result = await deed(...args);
    if (mine === runs.current) {
      setState(result.ok ? { kind: 'done', value: result.value } : { kind: 'failed', problem: result.problem });
    }
    return result;
  };
  const clear = useCallback(() => {
    runs.current += 1;
    setState({ kind: 'idle' });
  }, []);
  return { state, run, clear };
}
