import { TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { CADENCES } from '../../../shared/case/cadence.ts';
import type { BundleView, Conflict, MergeOutcome, MergePreview } from '../../../shared/contract/bundles.ts';
import { isNothingNew } from '../../../shared/contract/nothing-new.ts';
import type { WorkspaceView } from '../../../shared/contract/workspaces.ts';
import { ask } from '../../app/ask.ts';
import { useFormats, useLanguage } from '../../app/i18n/formats.ts';
import { Button } from '../../ui/button.tsx';
import { ProblemMessage } from '../../ui/problem-message.tsx';
import { useToasts } from '../../ui/toast-context.ts';
import { useAction } from '../../ui/use-action.ts';

interface MergePartProps {
  readonly workspace: WorkspaceView;
  readonly bundle: BundleView;
  readonly merge: MergePreview;
  readonly isBusy: boolean;
}

/** What a merge with the open workspace would come to, and the merge itself. */
export function MergePart({ workspace, bundle, merge, isBusy }: MergePartProps) {
  const { t } = useTranslation(['bundles', 'problems']);
  const { show } = useToasts();
  const outcome = useOutcomeWords();
  const run = useAction(() => ask('bundles.merge', { id: workspace.id }));
  const undo = async (saved: string): Promise<void> => {
    const undone = await ask('backups.restore', { id: workspace.id, backup: saved });
    show(undone.ok ? { words: t('merge.undone') } : { words: t('merge.undoFailed'), isProblem: true });
  };
  const start = async (): Promise<void> => {
    const merged = await run.run();
    // The window was covered meanwhile, and this part with it.
    if (!merged.ok) {
      show({ words: t('merge.failed', { why: t(`problems:${merged.problem.kind}.title`) }), isProblem: true });
      return;
    }
    if (merged.value === null) {
      show({ words: t('open.ended') });
      return;
    }
    const { saved, added } = merged.value;
    show({
      words: outcome(added, bundle.name),
      ...(isNothingNew(added) ? {} : { undo: () => void undo(saved) }),
    });
  };
  return (
    <section className="stack" aria-labelledby="merge-bundle">
      <h4 id="merge-bundle">{t('merge.title', { name: workspace.name })}</h4>
      <Facts merge={merge} />
      <p>{t('merge.what')}</p>
      {merge.conflicts > 0 && <Conflicts merge={merge} />}
      <p className="quiet">{t('merge.saves')}</p>
      <div>
        <Button look="primary" isPending={run.state.kind === 'busy'} isDisabled={isBusy} onPress={() => void start()}>
          {t('merge.action', { name: workspace.name })}
        </Button>
      </div>
      <div role="status" className="live">
        {run.state.kind === 'failed' && <ProblemMessage problem={run.state.problem} />}
      </div>
    </section>
  );
}

function Facts({ merge }: { readonly merge: MergePreview }) {
  const { t } = useTranslation('bundles');
  const formats = useFormats();
  return (
    <>
      <dl className="facts">
        {(['onlyThere', 'both', 'onlyHere'] as const).map((where) => (
          <div key={where} className="bundle-fact">
            <dt>{t(`merge.${where}`)}</dt>
            <dd className="numbers">{formats.number(merge[where])}</dd>
          </div>
        ))}
      </dl>
      {merge.inTrashThere > 0 && (
        <p>{t('merge.inTrash', { count: merge.inTrashThere, number: formats.number(merge.inTrashThere) })}</p>
      )}
      {merge.filings > 0 && (
        <p>{t('merge.filings', { count: merge.filings, number: formats.number(merge.filings) })}</p>
      )}
      {merge.brokenAt !== null && (
        <p className="line-with-icon warning">
          <TriangleAlert aria-hidden size={16} />
          {t('merge.broken', { number: formats.number(merge.brokenAt) })}
        </p>
      )}
    </>
  );
}

/** Where the two say different things. Ours stands in each. */
function Conflicts({ merge }: { readonly merge: MergePreview }) {
  const { t } = useTranslation('bundles');
  const formats = useFormats();
  const title = t('conflicts.title', { count: merge.conflicts, number: formats.number(merge.conflicts) });
  return (
    <>
      <h5 id="bundle-conflicts">{title}</h5>
      <p>{t('conflicts.what')}</p>
      <div className="log-scroll" tabIndex={0} role="region" aria-labelledby="bundle-conflicts">
        <table className="log">
          <thead>
            <tr>
              {(['case', 'over', 'here', 'there'] as const).map((column) => (
                <th key={column} scope="col">
                  {t(`conflicts.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {merge.listed.map((conflict) => (
              <tr key={`${conflict.receipt} ${conflict.over}`}>
                <th scope="row">{conflict.receipt}</th>
                <td>{t(`conflicts.field.${conflict.over}`)}</td>
                <td>
                  <Value over={conflict.over} value={conflict.here} />
                </td>
                <td>
                  <Value over={conflict.over} value={conflict.there} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {merge.conflicts > merge.listed.length && (
        <p className="quiet">{t('conflicts.more', { number: formats.number(merge.listed.length) })}</p>
      )}
    </>
  );
}

/** A value as a person reads it. */
function Value({ over, value }: { readonly over: Conflict['over']; readonly value: string }) {
  const { t } = useTranslation(['bundles', 'common']);
  if (over === 'pinned' || over === 'archived' || over === 'deleted') {
    return t(`conflicts.${over}.${value === '1' ? 'yes' : 'no'}`);
  }
  const cadence = over === 'cadence' ? CADENCES.find((name) => name === value) : undefined;
  if (cadence !== undefined) return t(`common:cadence.${cadence}`);
  return value === '' ? (
    <span className="quiet">{t('conflicts.empty')}</span>
  ) : (
    <span className="bundle-text">{value}</span>
  );
}

const ADDED = ['cases', 'answers', 'changes', 'checks', 'edits', 'ledgerLines', 'keptAside'] as const;

/** What a merge came to, in numbers. */
function useOutcomeWords(): (added: MergeOutcome, name: string) => string {
  const { t } = useTranslation('bundles');
  const formats = useFormats();
  const list = new Intl.ListFormat(useLanguage(), { type: 'conjunction' });
  return (added, name) => {
    if (isNothingNew(added)) return t('merge.nothing', { name });
    const parts = ADDED.filter((kind) => added[kind] > 0).map((kind) =>
      t(`merge.added.${kind}`, { count: added[kind], number: formats.number(added[kind]) }),
    );
    return parts.length === 0 ? t('merge.told', { name }) : t('merge.done', { name, what: list.format(parts) });
  };
}
