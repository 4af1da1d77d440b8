import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { WorkspaceView } from '../../../shared/contract/workspaces.ts';
import { useAppState } from '../../app/app-state.ts';
import { askedOptions, useAsk } from '../../app/queries.ts';
import { Switch } from '../../ui/choices.tsx';
import { useAction } from '../../ui/use-action.ts';
import { Feedback } from './feedback.tsx';
import { HoursCard } from './hours-card.tsx';

const CADENCE_ROWS = ['pinned', 'action', 'pending', 'recent', 'old', 'archived'] as const;

/** When the open workspace asks, and how often for which case. */
export function Schedule({ workspace }: { readonly workspace: WorkspaceView }) {
  const { t } = useTranslation('settings');
  const isOpened = useAppState().current?.problem === null;
  return (
    <>
      <p>{t('schedule.intro', { name: workspace.name })}</p>
      {isOpened && <PausedCard workspace={workspace} />}
      <HoursCard workspace={workspace} />
      <section className="card settings-card" aria-labelledby="cadence">
        <h3 id="cadence">{t('schedule.cadence')}</h3>
        <p className="quiet">{t('schedule.cadenceHelp')}</p>
        <table className="plain-table" aria-label={t('schedule.cadenceTable')}>
          <thead>
            <tr>
              <th scope="col">{t('schedule.columns.status')}</th>
              <th scope="col">{t('schedule.columns.every')}</th>
            </tr>
          </thead>
          <tbody>
            {CADENCE_ROWS.map((row) => (
              <tr key={row}>
                <th scope="row">{t(`schedule.rows.${row}.what`)}</th>
                <td>{t(`schedule.rows.${row}.every`)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}

function PausedCard({ workspace }: { readonly workspace: WorkspaceView }) {
  const { t } = useTranslation('settings');
  const ask = useAsk();
  const client = useQueryClient();
  const { id } = workspace;
  const [wanted, setWanted] = useState<boolean | null>(null);
  const pause = useAction((paused: boolean) => ask(paused ? 'pulls.pause' : 'pulls.resume', null));
  const change = async (paused: boolean): Promise<void> => {
    setWanted(paused);
    const changed = await pause.run(paused);
    if (changed.ok) {
      client.setQueryData(askedOptions('app.state', null, null).queryKey, (state) =>
        state === undefined
          ? undefined
          : { ...state, workspaces: state.workspaces.map((each) => (each.id === id ? { ...each, paused } : each)) },
      );
    }
    setWanted(null);
  };
  return (
    <section className="card settings-card">
      <Switch
        isSelected={wanted ?? workspace.paused}
        onChange={(paused) => void change(paused)}
        help={t('schedule.pausedHelp')}
      >
        {t('schedule.paused')}
      </Switch>
      <Feedback state={pause.state} />
    </section>
  );
}
