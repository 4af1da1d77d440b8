import { CirclePause, Hourglass, OctagonAlert, RefreshCw, type LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Activity, PullState } from '../../../shared/contract/pulls.ts';
import type { ProblemKind } from '../../../shared/problem.ts';
import { useNow } from '../../app/clock.ts';
import { useFormats } from '../../app/i18n/formats.ts';
import { useNavigation } from '../../app/navigation.tsx';
import { Button } from '../../ui/button.tsx';
import { ProblemMessage } from '../../ui/problem-message.tsx';
import { Progress } from '../../ui/progress.tsx';
import { REMEMBERED_SECTION } from '../settings/sections.ts';
import { useStateWords } from './state-words.ts';
import { useWhenWords } from './when-words.ts';

const ICONS: Readonly<Record<PullState['kind'], LucideIcon>> = {
  running: RefreshCw,
  waiting: Hourglass,
  paused: CirclePause,
  stopped: OctagonAlert,
};

/** Problems that are mended where the connection is set. */
const IN_SETTINGS: ReadonlySet<ProblemKind> = new Set<ProblemKind>([
  'credentials',
  'credentials_missing',
  'product',
  'endpoint_invalid',
  'endpoint_needs_https',
  'endpoint_needs_verified_runtime',
  'secret_lost',
  'session_ended',
]);

/** The present state in words, what to do about a stop, and how far the pull is. */
export function NowCard({ activity }: { readonly activity: Activity }) {
  const { t } = useTranslation('activity');
  const { go, memory } = useNavigation();
  const words = useStateWords();
  const when = useWhenWords();
  const { state, pull, nextPullAt } = activity;
  const { title, text } = words(state);
  const Icon = ICONS[state.kind];
  const isNextTold = state.kind === 'waiting' && state.until === nextPullAt;
  return (
    <section className="card activity-card" aria-labelledby="now">
      <h2 id="now" className="sr-only">
        {t('state.title')}
      </h2>
      <div className="activity-state">
        <Icon aria-hidden size={22} />
        <div>
          <p className="activity-state-title">{title}</p>
          <p className="quiet">{text}</p>
          {nextPullAt !== null && state.kind !== 'stopped' && state.kind !== 'paused' && !isNextTold && (
            <p className="quiet">{t('state.next', { when: when(nextPullAt) })}</p>
          )}
        </div>
      </div>
      {state.kind === 'stopped' && (
        <ProblemMessage problem={state.problem}>
          {IN_SETTINGS.has(state.problem.kind) && (
            <Button
              onPress={() => {
                memory.set(REMEMBERED_SECTION, 'connection');
                go({ screen: 'settings' });
              }}
            >
              {t('actions.settings')}
            </Button>
          )}
        </ProblemMessage>
      )}
      {pull !== null && <PullBar activity={activity} pull={pull} />}
    </section>
  );
}

interface PullBarProps {
  readonly activity: Activity;
  readonly pull: NonNullable<Activity['pull']>;
}

/** `412 of 640 · 4.0 calls a second · all by 10:40`. Pace and forecast only while calls are made. */
function PullBar({ activity, pull }: PullBarProps) {
  const { t } = useTranslation('activity');
  const formats = useFormats();
  const when = useWhenWords();
  const now = useNow();
  const isRunning = activity.state.kind === 'running';
  const parts = [
    t('progress.done', { done: formats.number(pull.done), total: formats.number(pull.total) }),
    ...(isRunning ? [t('progress.pace', { pace: activity.pace.toFixed(1) })] : []),
    ...(isRunning && pull.forecastAt !== null
      ? [
          t('progress.forecast', {
            when:
              formats.day(pull.forecastAt) === formats.day(now)
                ? formats.time(pull.forecastAt)
                : formats.dateTime(pull.forecastAt),
          }),
        ]
      : []),
  ];
  return (
    <div className="stack">
      <Progress label={t('progress.label')} value={pull.done} total={pull.total} words={parts.join(' · ')} />
      <p className="quiet">
        {t(`progress.since.${pull.reason}`, { when: when(pull.startedAt) })}{' '}
        {activity.state.kind === 'waiting' && t('progress.waitingToGoOn')}
      </p>
    </div>
  );
}
