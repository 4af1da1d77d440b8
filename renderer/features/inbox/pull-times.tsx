import { CircleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { InboxSummary } from '../../../shared/contract/inbox.ts';
import { useFormats } from '../../app/i18n/formats.ts';
import { When } from '../../ui/when.tsx';

/** When we last finished asking and, where some had none, how many without an answer; and when we ask next. */
export function PullTimes({ summary }: { readonly summary: InboxSummary }) {
  const { t } = useTranslation('inbox');
  const formats = useFormats();
  const { lastPull } = summary;
  const unanswered = lastPull === null ? 0 : lastPull.asked - lastPull.answered;
  return (
    <p className="quiet pull-times">
      <span>
        {lastPull === null ? (
          t('pull.none_yet')
        ) : (
          <>
            {t('pull.last')} <When at={lastPull.endedAt} />
            {unanswered > 0 && (
              <span className="pull-unanswered">
                <CircleAlert aria-hidden size={14} />
                {t('pull.unanswered', { n: formats.number(unanswered), of: formats.number(lastPull.asked) })}
              </span>
            )}
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
