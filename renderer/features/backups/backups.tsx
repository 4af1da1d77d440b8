import { CircleCheck, HardDrive, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { BackupsView } from '../../../shared/contract/backups.ts';
import type { WorkspaceView } from '../../../shared/contract/workspaces.ts';
import type { ProblemKind } from '../../../shared/problem.ts';
import { ask } from '../../app/ask.ts';
import { useFormats, useLanguage } from '../../app/i18n/formats.ts';
import { useAsked } from '../../app/queries.ts';
import { Button } from '../../ui/button.tsx';
import { ProblemMessage } from '../../ui/problem-message.tsx';
import { Loading, Progress } from '../../ui/progress.tsx';
import { useToasts } from '../../ui/toast-context.ts';
import { useAction } from '../../ui/use-action.ts';
import { When } from '../../ui/when.tsx';
import { bytesInWords } from '../workspaces/bytes.ts';
import { PlaceCard } from '../workspaces/place-card.tsx';
import { HandOver } from '../bundles/hand-over.tsx';
import { BackupList } from './backup-list.tsx';
import { useCounts } from './counts.ts';
import { Repair } from './repair.tsx';
import { SecondPlace } from './second-place.tsx';
import './backups.css';

/** Where no backup can be made because the database itself is damaged. */
const DAMAGE: ReadonlySet<ProblemKind> = new Set<ProblemKind>(['database_damaged', 'database_unreadable']);

/** The backups of a workspace: the last good one, making one now, the second folder, and every one with its restore. */
export function Backups({ workspace }: { readonly workspace: WorkspaceView }) {
  const { t } = useTranslation('backups');
  const state = useAsked('backups.state', { id: workspace.id });
  if (state.error !== null) return <ProblemMessage problem={state.error.problem} />;
  if (state.data === undefined) return <Loading />;
  return (
    <>
      <p>{t('intro')}</p>
      <LastOne workspace={workspace} state={state.data} />
      <Places workspace={workspace} state={state.data} />
      <PlaceCard workspace={workspace} />
      <section className="card settings-card" aria-labelledby="all-backups">
        <h3 id="all-backups">{t('list.title')}</h3>
        <BackupList workspace={workspace} backups={state.data.backups} isBusy={state.data.work !== null} />
      </section>
      <HandOver workspace={workspace} />
    </>
  );
}

interface PartProps {
  readonly workspace: WorkspaceView;
  readonly state: BackupsView;
}

/** The newest good backup, what kept the last attempt from being one, and one more on demand. */
function LastOne({ workspace, state }: PartProps) {
  const { t } = useTranslation('backups');
  const language = useLanguage();
  const counts = useCounts();
  const { show } = useToasts();
  const make = useAction(() => ask('backups.make', { id: workspace.id }));
  const cancel = useAction(() => ask('backups.cancel', { id: workspace.id }));
  const [last] = state.backups;
  const { work } = state;

  const start = async (): Promise<void> => {
    const made = await make.run();
    if (made.ok) show({ words: made.value === null ? t('now.cancelled') : t('now.done') });
  };

  return (
    <section className="card settings-card" aria-labelledby="last-backup">
      <h3 id="last-backup">{t('last.title')}</h3>
      {last === undefined ? (
        <p>{t('last.none')}</p>
      ) : (
        <div className="line-with-icon good">
          <CircleCheck aria-hidden size={16} />
          <p>
            <When at={last.at} show="both" /> · {t(`reason.${last.reason}`)} · {bytesInWords(last.bytes, language)}
            <br />
            <span className="quiet">{counts(last.counts)}</span>
          </p>
        </div>
      )}
      {state.nextAt !== null && work === null && (
        <p className="quiet">
          {t('last.next')} <When at={state.nextAt} show="absolute" />
        </p>
      )}
      {state.problem !== null && work === null && make.state.kind !== 'failed' && (
        <div className="stack">
          <p className="line-with-icon warning">
            <TriangleAlert aria-hidden size={16} />
            <span>
              {t('last.failed')} <When at={state.problem.at} show="both" />
            </span>
          </p>
          <ProblemMessage problem={state.problem.problem} />
          {DAMAGE.has(state.problem.problem.kind) && <Repair workspace={workspace} />}
        </div>
      )}
      {work !== null && (
        <Progress
          label={t(`work.${work.stage}`)}
          value={work.stage === 'copying' && work.share > 0 ? Math.round(work.share * 100) : null}
          words={t(`reason.${work.what}`)}
        />
      )}
      <div className="row">
        <Button
          look="primary"
          isDisabled={work !== null && make.state.kind !== 'busy'}
          isPending={make.state.kind === 'busy'}
          onPress={() => void start()}
        >
          {t('now.action')}
        </Button>
        {work !== null && work.what !== 'restore' && work.what !== 'repair' && (
          <Button isPending={cancel.state.kind === 'busy'} onPress={() => void cancel.run()}>
            {t('now.cancel')}
          </Button>
        )}
      </div>
      <div role="status" className="live">
        {make.state.kind === 'failed' && <ProblemMessage problem={make.state.problem} />}
      </div>
    </section>
  );
}

/** Where backups lie, how many are kept, and what is to be said about the disks. */
function Places({ workspace, state }: PartProps) {
  const { t } = useTranslation('backups');
  const formats = useFormats();
  const language = useLanguage();
  return (
    <section className="card settings-card" aria-labelledby="backup-places">
      <h3 id="backup-places">{t('places.title')}</h3>
      <p>
        {state.backups.length === 0
          ? t('places.empty')
          : t('places.first', { count: state.backups.length, number: formats.number(state.backups.length) })}{' '}
        <code className="verbatim">{state.folder}</code>
      </p>
      <p className="quiet">{t('places.kept')}</p>
      {state.disk !== null && (
        <p className={`line-with-icon ${state.disk.low ? 'warning' : 'quiet'}`}>
          {state.disk.low ? <TriangleAlert aria-hidden size={16} /> : <HardDrive aria-hidden size={16} />}
          {t(state.disk.low ? 'places.low' : 'places.free', { size: bytesInWords(state.disk.free, language) })}
        </p>
      )}
      {state.lies.kind !== 'local' && (
        <p className="line-with-icon warning">
          <TriangleAlert aria-hidden size={16} />
          {state.lies.kind === 'network' ? t('places.liveNetwork') : t(`places.liveSynced.${state.lies.service}`)}
        </p>
      )}
      <SecondPlace workspace={workspace} second={state.second} />
    </section>
  );
}
