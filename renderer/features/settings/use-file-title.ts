import { useTranslation } from 'react-i18next';
import type { Request } from '../../../shared/contract/contract.ts';
import type { TitleView } from '../../../shared/contract/titles.ts';
import { useFormats } from '../../app/i18n/formats.ts';
import { useAsk } from '../../app/queries.ts';
import { useReportProblem } from '../../ui/report-problem.ts';
import { useToasts } from '../../ui/toast-context.ts';
import { useAction } from '../../ui/use-action.ts';
import type { Group } from '../../../shared/case/status-groups.ts';

type Fileable = Request<'titles.file'>['group'];

interface FileTitle {
  readonly run: (group: Group | null) => Promise<void>;
  readonly isBusy: boolean;
}

const fileable = (group: Group | null): Fileable => (group === 'unclassified' ? null : group);

/** Files a title, says how many cases moved, and offers to undo it. */
export function useFileTitle({ key, filed }: TitleView): FileTitle {
  const { t } = useTranslation(['titles', 'common']);
  const formats = useFormats();
  const ask = useAsk();
  const report = useReportProblem();
  const { show } = useToasts();
  const action = useAction((group: Fileable) => ask('titles.file', { key, group }));

  const put = async (group: Fileable): Promise<number | null> => {
    const result = await action.run(group);
    if (!result.ok) report(result.problem);
    return result.ok ? result.value.cases : null;
  };
  const run = async (chosen: Group | null): Promise<void> => {
    const group = fileable(chosen);
    const before = fileable(filed?.group ?? null);
    const cases = await put(group);
    if (cases === null) return;
    const count = { count: cases, n: formats.number(cases) };
    show({
      words:
        group === null ? t('done.takenBack', count) : t('done.filed', { ...count, group: t(`common:group.${group}`) }),
      undo: () => void put(before),
    });
  };
  return { run, isBusy: action.state.kind === 'busy' };
}
