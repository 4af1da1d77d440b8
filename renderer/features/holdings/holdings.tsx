import { RefreshCw } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { HoldingsView } from '../../../shared/contract/holdings.ts';
import { useAppState } from '../../app/app-state.ts';
import { useLanguage } from '../../app/i18n/formats.ts';
import { useAsked } from '../../app/queries.ts';
import { Button } from '../../ui/button.tsx';
import { ProblemMessage } from '../../ui/problem-message.tsx';
import { Progress } from '../../ui/progress.tsx';
import { When } from '../../ui/when.tsx';
import { bytesInWords } from '../workspaces/bytes.ts';
import type { Section } from '../settings/sections.ts';
import { DataCard } from './data-card.tsx';
import { FileRows } from './file-table.tsx';
import { HoldingsTable } from './holdings-table.tsx';
import { WorkspaceCard } from './workspace-card.tsx';
import './holdings.css';

interface HoldingsProps {
  /** Shows another section of the settings. */
  readonly onSection: (section: Section) => void;
}

/** What this computer holds: every table and every file, in words, with what can be exported and deleted beside each. */
export function HoldingsSection({ onSection }: HoldingsProps) {
  const { t } = useTranslation(['holdings', 'common']);
  const counted = useAsked('holdings.count', null, { fresh: true });
  return (
    <>
      <p>{t('intro')}</p>
      {counted.error !== null && (
        <ProblemMessage problem={counted.error.problem}>
          <Button onPress={() => void counted.refetch()}>{t('common:action.retry')}</Button>
        </ProblemMessage>
      )}
      {counted.isPending && <Progress label={t('counting')} value={null} />}
      {counted.data !== undefined && (
        <>
          <Total held={counted.data} isBusy={counted.isFetching} onAgain={() => void counted.refetch()} />
          <Parts held={counted.data} onSection={onSection} />
        </>
      )}
    </>
  );
}

interface TotalProps {
  readonly held: HoldingsView;
  readonly isBusy: boolean;
  readonly onAgain: () => void;
}

function Total({ held, isBusy, onAgain }: TotalProps) {
  const { t } = useTranslation('holdings');
  const language = useLanguage();
  return (
    <section className="card settings-card">
      <p>
        <strong>{t('total', { size: bytesInWords(held.bytes, language) })}</strong>{' '}
        <code className="verbatim">{held.folder}</code>
      </p>
      <div className="row">
        <Button icon={RefreshCw} isPending={isBusy} onPress={onAgain}>
          {t('again')}
        </Button>
        <span role="status" className="quiet">
          {isBusy ? (
            t('counting')
          ) : (
            <>
              {t('counted')} <When at={held.at} show="both" />
            </>
          )}
        </span>
      </div>
    </section>
  );
}

function Parts({ held, onSection }: HoldingsProps & { readonly held: HoldingsView }) {
  const { t } = useTranslation('holdings');
  const { workspaces } = useAppState();
  const [removing, setRemoving] = useState<string | null>(null);
  const known = held.workspaces.flatMap((each) => {
    const workspace = workspaces.find(({ id }) => id === each.id);
    return workspace === undefined ? [] : [{ held: each, workspace }];
  });
  const open = known.find(({ workspace }) => workspace.id === held.open?.id);
  return (
    <>
      {held.open === null || open === undefined ? (
        <p className="settings-note">{t('noneOpen')}</p>
      ) : (
        <DataCard workspace={open.workspace} open={held.open} onSection={onSection} />
      )}
      {known.map(({ held: its, workspace }) => (
        <WorkspaceCard
          key={workspace.id}
          held={its}
          workspace={workspace}
          isOpen={workspace.id === held.open?.id}
          isRemoving={removing === workspace.id}
          onRemoving={(wanted) => setRemoving(wanted ? workspace.id : null)}
          onSection={onSection}
        />
      ))}
      <section className="card settings-card" aria-labelledby="holdings-program">
        <h3 id="holdings-program">{t('computer')}</h3>
        <HoldingsTable counts="files" label={t('computer')}>
          <FileRows files={held.files} workspace={null} />
        </HoldingsTable>
      </section>
    </>
  );
}
