import { useCallback, useMemo, useState } from 'react';

export interface Selection {
  /** What is selected and still shown. */
  readonly ids: number[];
  readonly has: (id: number) => boolean;
  readonly set: (id: number, selected: boolean) => void;
  readonly clear: () => void;
}

/** Which of the shown things are selected. What is no longer shown is no longer selected. */
export function useSelection(shown: readonly { readonly id: number }[]): Selection {
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const set = useCallback((id: number, selected: boolean) => {
    setChosen((before) => {
      const after = new Set(before);
      if (selected) after.add(id);
      else after.delete(id);
      return after;
    });
  }, []);
  const clear = useCallback(() => setChosen(new Set()), []);
  return useMemo(
    () => ({
      ids: shown.map(({ id }) => id).filter((id) => chosen.has(id)),
      has: (id) => chosen.has(id),
      set,
      clear,
    }),
    [shown, chosen, set, clear],
  );
}
