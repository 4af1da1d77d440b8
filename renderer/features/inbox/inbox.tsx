import { CheckCheck, FolderPlus, Inbox, MailCheck, SearchX } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { InboxSummary } from '../../../shared/contract/inbox.ts';
import { useFormats } from '../../app/i18n/formats.ts';
import { useNavigation, useRemembered } from '../../app/navigation.tsx';
import { useAsked } from '../../app/queries.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Segments } from '../../ui/choices.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ProblemMessage } from '../../ui/problem-message.tsx';
import { Loading } from '../../ui/progress.tsx';
import { Screen } from '../../ui/screen.tsx';
import { CASES_ADDING, CASES_VIEW, FIRST_VIEW } from '../cases/view.ts';
import { ChangeList } from './change-list.tsx';
import { PullTimes } from './pull-times.tsx';
import { useAcknowledge, useInboxList } from './use-inbox.ts';
import { useSelection } from './use-selection.ts';
import './inbox.css';

/** What changed, newest first: the first thing that the office looks at in the morning. */
export function InboxScreen() {
  const { t } = useTranslation(['inbox', 'common']);
  const formats = useFormats();
  const [shown, setShown] = useRemembered<'unread' | 'all'>('inbox.shown', 'unread');
  const list = useInboxList(shown === 'unread');
  const summary = useAsked('inbox.summary', null);
  const acknowledge = useAcknowledge();
  const changes = list.data ?? [];
  const selection = useSelection(changes);
  const unread = summary.data?.unread ?? 0;

  /** What came since the list was painted nobody has seen: it stays unread. */
  const newest = changes[0]?.id;
  const acknowledgeAll = (): void => {
    if (newest !== undefined) void acknowledge({ upTo: newest });
  };
  const acknowledgeSelected = (): void => {
    void acknowledge({ ids: selection.ids, read: true });
    selection.clear();
  };
  return (
    <Screen
      title={t('title')}
      beside={
        summary.data !== undefined && (
          <span className="quiet">{t('unread_count', { count: unread, n: formats.number(unread) })}</span>
        )
      }
      actions={
        <>
          {selection.ids.length > 0 && (
            <Button look="primary" icon={MailCheck} onPress={acknowledgeSelected}>
              {t('acknowledge_selected', { n: formats.number(selection.ids.length) })}
            </Button>
          )}
          <Button icon={CheckCheck} isDisabled={unread === 0 || newest === undefined} onPress={acknowledgeAll}>
            {t('acknowledge_all')}
          </Button>
        </>
      }
      tools={
        <>
          <Segments
            label={t('filter.label')}
            value={shown}
            onChange={setShown}
            choices={[
              { value: 'unread', label: t('filter.unread') },
              { value: 'all', label: t('filter.all') },
            ]}
          />
          {summary.data !== undefined && changes.length > 0 && <PullTimes summary={summary.data} />}
        </>
      }
    >
      {(summary.data?.unrecognised ?? 0) > 0 && <UnrecognisedHint count={summary.data?.unrecognised ?? 0} />}
      {list.error !== null && (
        <ProblemMessage problem={list.error.problem}>
          <Button onPress={() => void list.refetch()}>{t('common:action.retry')}</Button>
        </ProblemMessage>
      )}
      {list.isPending && <Loading />}
      {list.isSuccess && changes.length === 0 && <NothingHere shown={shown} summary={summary.data} />}
      <ChangeList changes={changes} selection={selection} onAcknowledge={(ids, read) => acknowledge({ ids, read })} />
      {list.hasNextPage && (
        <p className="inbox-more">
          <Button onPress={() => void list.fetchNextPage()} isPending={list.isFetchingNextPage}>
            {t('load_more')}
          </Button>
        </p>
      )}
    </Screen>
  );
}

function UnrecognisedHint({ count }: { readonly count: number }) {
  const { t } = useTranslation('inbox');
  const formats = useFormats();
  const { go, memory } = useNavigation();
  const see = (): void => {
    memory.set(CASES_VIEW, { ...FIRST_VIEW, filter: { ...FIRST_VIEW.filter, only: 'unrecognised' } });
    go({ screen: 'cases' });
  };
  return (
    <div className="inbox-hint">
      <Banner
        tone="unknown"
        icon={SearchX}
        end={
          <Button look="plain" onPress={see}>
            {t('see_them')}
          </Button>
        }
      >
        <strong>{t('unrecognised', { count, n: formats.number(count) })}</strong> {t('unrecognised_why')}
      </Banner>
    </div>
  );
}

interface NothingHereProps {
  readonly shown: 'unread' | 'all';
  readonly summary: InboxSummary | undefined;
}

function NothingHere({ shown, summary }: NothingHereProps) {
  const { t } = useTranslation('inbox');
  const { go, memory } = useNavigation();
  if (summary?.cases === 0) {
    const add = (): void => {
      memory.set(CASES_ADDING, true);
      go({ screen: 'cases' });
    };
    return (
      <EmptyState icon={Inbox} title={t('empty.all')}>
        <p>{t('empty.no_cases')}</p>
        <Button look="primary" icon={FolderPlus} onPress={add}>
          {t('empty.add')}
        </Button>
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={Inbox} title={t(`empty.${shown}`)}>
      <p>{t(`empty.${shown}_words`)}</p>
      {summary !== undefined && <PullTimes summary={summary} />}
    </EmptyState>
  );
}
