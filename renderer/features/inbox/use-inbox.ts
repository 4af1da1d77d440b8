import { useInfiniteQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { Acknowledgement } from '../../../shared/contract/inbox.ts';
import type { ChangeView } from '../../../shared/contract/cases.ts';
import type { Response } from '../../../shared/contract/contract.ts';
import { useWorkspace } from '../../app/app-state.ts';
import { ProblemError, ask } from '../../app/ask.ts';
import { useFormats } from '../../app/i18n/formats.ts';
import { useAsk } from '../../app/queries.ts';
import { useReportProblem } from '../../ui/report-problem.ts';
import { useToasts } from '../../ui/toast-context.ts';

const PAGE = 50;
type Page = Response<'inbox.list'>;

/** The changes, newest first, a page at a time. */
export function useInboxList(unreadOnly: boolean) {
  const workspace = useWorkspace()?.id ?? null;
  return useInfiniteQuery<Page, ProblemError, readonly ChangeView[], readonly unknown[], number | null>({
    queryKey: ['inbox', 'inbox.list', workspace, { unreadOnly }],
    queryFn: async ({ pageParam }) => {
      const result = await ask('inbox.list', { unreadOnly, before: pageParam, limit: PAGE }, workspace);
      if (!result.ok) throw new ProblemError(result.problem);
      return result.value;
    },
    initialPageParam: null,
    getNextPageParam: (last) => (last.more ? (last.changes.at(-1)?.id ?? null) : null),
    select: ({ pages }) => pages.flatMap(({ changes }) => changes),
  });
}

type Acknowledge = (which: Acknowledgement) => Promise<void>;

/** Marks changes as read (or takes that back), and says so with Undo. */
export function useAcknowledge(): Acknowledge {
  const { t } = useTranslation('inbox');
  const formats = useFormats();
  const askAbout = useAsk();
  const report = useReportProblem();
  const { show } = useToasts();
  return useCallback(
    async (which) => {
      const result = await askAbout('inbox.acknowledge', which);
      if (!result.ok) {
        report(result.problem);
        return;
      }
      const altered = result.value.ids;
      if (('read' in which && !which.read) || altered.length === 0) return;
      const undo = async (): Promise<void> => {
        const undone = await askAbout('inbox.acknowledge', { ids: altered, read: false });
        if (!undone.ok) report(undone.problem);
      };
      show({
        words: t('acknowledged', { count: altered.length, n: formats.number(altered.length) }),
        undo: () => void undo(),
      });
    },
    [askAbout, formats, report, show, t],
  );
}
