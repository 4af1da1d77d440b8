import {
  CircleAlert,
  CloudOff,
  FlaskConical,
  KeyRound,
  PauseCircle,
  ShieldAlert,
  TriangleAlert,
  Users,
  X,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Notice } from '../../shared/contract/app.ts';
import type { WaitReason } from '../../shared/contract/pulls.ts';
import type { ProblemKind } from '../../shared/problem.ts';
import { Banner } from '../ui/banner.tsx';
import { RetentionBanner } from '../features/retention/retention-banner.tsx';
import { REMEMBERED_SECTION } from '../features/settings/sections.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { useReportProblem } from '../ui/report-problem.ts';
import { useAppState, useWorkspace } from './app-state.ts';
import { useNavigation } from './navigation.tsx';
import { ProxyBanner } from './proxy-sign-in.tsx';
import { useAsk, useAsked } from './queries.ts';

/** What must be known on every screen, as long as it is true. */
export function Banners() {
  const { t } = useTranslation();
  const { runtime, current, notices, proxy, lacksProduct } = useAppState();
  const environment = useWorkspace()?.environment;
  return (
    <div role="region" aria-label={t('banner.region')}>
      {!runtime.verified && (
        <Banner tone="action" icon={ShieldAlert}>
          <strong>{t('banner.unverified_title')}</strong> {t('banner.unverified')}
        </Banner>
      )}
      {environment === 'demonstration' && (
        <Banner tone="pending" icon={Users}>
          {t('banner.demonstration')}
        </Banner>
      )}
      {environment === 'sandbox' && (
        <Banner tone="unknown" icon={FlaskConical}>
          {t('banner.sandbox')}
        </Banner>
      )}
      {proxy !== null && <ProxyBanner proxy={proxy.proxy} />}
      {current?.problem === null && <PullBanner />}
      {current?.problem === null && <CodeBanner />}
      {current?.problem === null && <RetentionBanner />}
      {lacksProduct && <ProductBanner />}
      {notices.map((notice) => (
        <NoticeBanner key={notice.id} notice={notice} />
      ))}
    </div>
  );
}

/** Waits that belong to the plan: they are told in Activity, not on every screen. */
const isPlanned = (reason: WaitReason): reason is 'nothing_due' | 'closed' | 'budget' =>
  reason === 'nothing_due' || reason === 'closed' || reason === 'budget';

/** Pulls that do not run although they should: what is shown may grow stale. */
function PullBanner() {
  const { t } = useTranslation(['common', 'problems']);
  const { route, go } = useNavigation();
  const { proxy } = useAppState();
  const state = useAsked('pulls.activity', null).data?.state;
  if (state === undefined || route.screen === 'activity') return null;
  const more = (
    <Button look="plain" onPress={() => go({ screen: 'activity' })}>
      {t('banner.see_activity')}
    </Button>
  );
  if (state.kind === 'paused') {
    return (
      <Banner tone="unknown" icon={PauseCircle} end={more}>
        {t('banner.paused')}
      </Banner>
    );
  }
  if (state.kind === 'stopped') {
    return (
      <Banner tone="danger" icon={CircleAlert} end={more}>
        <strong>{t('banner.stopped')}</strong> {t(`problems:${state.problem.kind}.title`)}
      </Banner>
    );
  }
  // What keeps the network away is told with the way to mend it.
  if (state.kind === 'waiting' && state.reason === 'network' && proxy !== null) return null;
  if (state.kind === 'waiting' && !isPlanned(state.reason)) {
    return (
      <Banner tone="unknown" icon={CloudOff} end={more}>
        {t(`banner.away_${state.reason}`)}
      </Banner>
    );
  }
  return null;
}

/** A warning ahead of USCIS's refusal, where the token itself tells that it opens something else. */
function ProductBanner() {
  const { t } = useTranslation();
  const { go, memory } = useNavigation();
  const see = (
    <Button
      look="plain"
      onPress={() => {
        memory.set(REMEMBERED_SECTION, 'connection');
        go({ screen: 'settings' });
      }}
    >
      {t('banner.see_connection')}
    </Button>
  );
  return (
    <Banner tone="action" icon={TriangleAlert} end={see}>
      {t('banner.product')}
    </Banner>
  );
}

/** A workspace from before there were recovery codes, or one that was restored. */
function CodeBanner() {
  const { t } = useTranslation('security');
  const { go, memory, route } = useNavigation();
  const workspace = useWorkspace();
  const isReal = workspace !== null && workspace.environment !== 'demonstration';
  if (!isReal || workspace.recovery !== 'none' || route.screen === 'settings') return null;
  const make = (): void => {
    memory.set(REMEMBERED_SECTION, 'security');
    go({ screen: 'settings' });
  };
  return (
    <Banner
      tone="unknown"
      icon={KeyRound}
      end={
        <Button look="plain" onPress={make}>
          {t('banner.action')}
        </Button>
      }
    >
      {t('banner.text')}
    </Banner>
  );
}

/** Not an error: a disk that is away, or soon full. Its path is a folder, where nothing was kept. */
const ABOUT_FOLDERS: ReadonlySet<ProblemKind> = new Set<ProblemKind>(['backup_place_away', 'disk_low']);

function NoticeBanner({ notice }: { readonly notice: Notice }) {
  const { t } = useTranslation(['problems', 'common']);
  const ask = useAsk();
  const report = useReportProblem();
  const dismiss = async (): Promise<void> => {
    const result = await ask('app.dismiss_notice', { id: notice.id });
    if (!result.ok) report(result.problem);
  };
  const { kind } = notice.problem;
  const { workspaces, current } = useAppState();
  const other = notice.workspace === current?.id ? undefined : workspaces.find(({ id }) => id === notice.workspace);
  const isFolder = ABOUT_FOLDERS.has(kind);
  return (
    <Banner
      tone={isFolder ? 'action' : 'danger'}
      icon={isFolder ? TriangleAlert : CircleAlert}
      end={<IconButton icon={X} label={t('common:action.dismiss')} onPress={() => void dismiss()} />}
    >
      <p>
        {other !== undefined && `${t('common:banner.of_workspace', { name: other.name })} `}
        <strong>{t(`${kind}.title`)}</strong> {t(`${kind}.meaning`)} {t(`${kind}.action`)}
      </p>
      {notice.path !== undefined && (
        <p>
          {t(isFolder ? 'common:problem.folder' : 'common:problem.kept_at')}{' '}
          <code className="verbatim">{notice.path}</code>
        </p>
      )}
    </Banner>
  );
}
