import { useTranslation } from 'react-i18next';
import type { InboxSummary } from '../../../shared/contract/inbox.ts';
import { When } from '../../ui/when.tsx';

/** When we last finished asking, and when we ask next. */
export function PullTimes({ summary }: { readonly summary: InboxSummary }) {
  const { t } = useTranslation('inbox');
  return (
    <p className="quiet pull-times">
      <span>
        {summary.lastPullAt === null ? (
          t('pull.none_yet')
        ) : (
          <>
            {t('pull.last')} <When at={summary.lastPullAt} />
          </>
        )}
      </span>
      <span>
        {summary.nextPullAt === null ? (
          t('pull.none_planned')
        ) : (
          <>
            {t('pull.next')} <When at={summary.nextPullAt} />
          </>
        )}
      </span>
    </p>
  );
}
