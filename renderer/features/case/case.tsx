import { Archive, ArchiveRestore, ArrowLeft, MailCheck, Pin, RefreshCw, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaseDetail } from '../../../shared/contract/cases.ts';
import { useFormats } from '../../app/i18n/formats.ts';
import { useNavigation } from '../../app/navigation.tsx';
import { useAsked } from '../../app/queries.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button, IconButton } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { ProblemMessage } from '../../ui/problem-message.tsx';
import { Loading } from '../../ui/progress.tsx';
import { Screen } from '../../ui/screen.tsx';
import { DeleteDialog } from '../cases/delete-dialog.tsx';
import { useBulk } from '../cases/use-bulk.ts';
import { CaseLedger } from '../ledger/case-ledger.tsx';
import { useAcknowledge } from '../inbox/use-inbox.ts';
import { CheckLog } from './check-log.tsx';
import { OfficeCard } from './office-card.tsx';
import { OfficeHistory } from './office-history.tsx';
import { RawAnswer } from './raw-answer.tsx';
import { TagList } from '../tags/tag-list.tsx';
import { StatusCard } from './status-card.tsx';
import { Timeline } from './timeline-view.tsx';
import { HoldCard } from '../retention/hold-card.tsx';
import { useEdit } from './use-edit.ts';
import './case.css';

/** Everything that is known about one case. */
export function CaseScreen({ id }: { readonly id: number }) {
  const { t } = useTranslation(['case', 'common']);
  const { go, back } = useNavigation();
  const detail = useAsked('cases.get', { id });
  const leave = back ?? (() => go({ screen: 'cases' }));
  const backButton = <IconButton icon={ArrowLeft} label={t('back')} onPress={leave} />;
  if (detail.data === undefined) {
    return (
      <Screen title={t('common:nav.cases')} before={backButton}>
        {detail.error === null ? (
          <Loading />
        ) : (
          <ProblemMessage problem={detail.error.problem}>
            <Button onPress={() => void detail.refetch()}>{t('common:action.retry')}</Button>
          </ProblemMessage>
        )}
      </Screen>
    );
  }
  const { row } = detail.data;
  return (
    <Screen
      title={t('title', { receipt: row.receipt })}
      before={backButton}
      beside={
        <span className="case-whose">
          {row.client !== '' && <strong>{row.client}</strong>}
          {row.label !== '' && <span className="quiet">{row.label}</span>}
          <TagList tags={row.tags} />
        </span>
      }
      actions={<Actions detail={detail.data} onLeave={leave} />}
    >
      <div className="case">
        {row.archived && (
          <div className="case-wide case-banner">
            <Banner tone="unknown" icon={Archive}>
              {t('archived')}
            </Banner>
          </div>
        )}
        <div className="case-main">
          <StatusCard detail={detail.data} />
          <Timeline detail={detail.data} />
          <RawAnswer observations={detail.data.observations} />
          <CheckLog checks={detail.data.checks} />
          <OfficeHistory id={row.id} />
          <CaseLedger row={row} />
        </div>
        <div className="case-side">
          <OfficeCard detail={detail.data} />
          <HoldCard key={row.id} row={row} />
        </div>
      </div>
    </Screen>
  );
}

interface ActionsProps {
  readonly detail: CaseDetail;
  /** The case is gone from here. */
  readonly onLeave: () => void;
}

function Actions({ detail, onLeave }: ActionsProps) {
  const { t } = useTranslation(['case', 'trash', 'common']);
  const [deleting, setDeleting] = useState(false);
  const formats = useFormats();
  const bulk = useBulk();
  const acknowledge = useAcknowledge();
  const { row, changes } = detail;
  const unread = changes.filter(({ read }) => !read).map(({ id }) => id);
  const { choose } = useEdit(row.id);
  const togglePin = () => choose({ pinned: !row.pinned }, t(row.pinned ? 'unpin_done' : 'pin_done'));
  return (
    <>
      {unread.length > 0 && (
        <Button icon={MailCheck} onPress={() => void acknowledge({ ids: unread, read: true })}>
          {t('acknowledge')} ({formats.number(unread.length)})
        </Button>
      )}
      <CopyButton text={row.receipt} label={t('copy_receipt')} iconOnly />
      <IconButton
        icon={Pin}
        filled={row.pinned}
        label={row.pinned ? t('unpin') : `${t('pin')}. ${t('pin_help')}`}
        onPress={() => void togglePin()}
      />
      <Button icon={row.archived ? ArchiveRestore : Archive} onPress={() => void bulk.archive([row.id], !row.archived)}>
        {row.archived ? t('common:action.restore') : t('common:action.archive')}
      </Button>
      <IconButton icon={Trash2} label={t('trash:delete')} onPress={() => setDeleting(true)} />
      {deleting && <DeleteDialog ids={[row.id]} onClose={() => setDeleting(false)} onDeleted={onLeave} />}
      <Button look="primary" icon={RefreshCw} onPress={() => void bulk.checkNow([row.id])}>
        {t('common:action.check_now')}
      </Button>
    </>
  );
}
