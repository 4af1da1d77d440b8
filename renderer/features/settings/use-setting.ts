import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Request } from '../../../shared/contract/contract.ts';
import type { Settings } from '../../../shared/contract/settings.ts';
import { useAppState } from '../../app/app-state.ts';
import { ask } from '../../app/ask.ts';
import { askedOptions } from '../../app/queries.ts';
import { useAction, type ActionState } from '../../ui/use-action.ts';

interface Setting<Value> {
  readonly value: Value;
  readonly change: (value: Value) => void;
  readonly state: ActionState<Settings>;
}

/** One setting of the application. It shows the new value at once, and the old one again when it could not be kept. */
export function useSetting<Key extends keyof Settings>(key: Key): Setting<Settings[Key]> {
  const { settings } = useAppState();
  const client = useQueryClient();
  const [wanted, setWanted] = useState<{ readonly value: Settings[Key] } | null>(null);
  const keep = useAction((request: Request<'settings.change'>) => ask('settings.change', request));

  const change = async (value: Settings[Key]): Promise<void> => {
    setWanted({ value });
    const kept = await keep.run({ [key]: value });
    if (kept.ok) {
      client.setQueryData(askedOptions('app.state', null, null).queryKey, (state) =>
        state === undefined ? undefined : { ...state, settings: kept.value },
      );
    }
    setWanted(null);
  };
  return {
    value: wanted === null ? settings[key] : wanted.value,
    change: (value) => void change(value),
    state: keep.state,
  };
}
