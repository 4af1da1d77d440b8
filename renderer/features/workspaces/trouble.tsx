import { FolderSearch, KeyRound, Plus, RefreshCw, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Problem, ProblemKind } from '../../../shared/problem.ts';
import { useAppState, useWorkspace } from '../../app/app-state.ts';
import { ask } from '../../app/ask.ts';
import { useAsked } from '../../app/queries.ts';
import { useNavigation } from '../../app/navigation.tsx';
import { Button } from '../../ui/button.tsx';
import { ProblemMessage } from '../../ui/problem-message.tsx';
import { Screen } from '../../ui/screen.tsx';
import { useAction } from '../../ui/use-action.ts';
import { CodeForm } from '../security/code-form.tsx';
import { Rescue } from '../backups/repair.tsx';
import { RemoveDialog } from './remove-dialog.tsx';
import { StartAfreshDialog } from './start-afresh-dialog.tsx';
import './workspaces.css';

/** Where an empty database can help. Never while the key may only be locked away, nor for a newer version's database. */
const AFRESH: ReadonlySet<ProblemKind> = new Set<ProblemKind>([
  'secret_lost',
  'session_ended',
  'database_missing',
  'database_unreadable',
  'database_damaged',
]);

/** Where a repair or a backup can help. */
const RESCUE: ReadonlySet<ProblemKind> = new Set<ProblemKind>([
  'database_missing',
  'database_unreadable',
  'database_damaged',
]);

/** The folder was moved by hand, or nobody knows any more where it was moved to. */
const WHERE_HELPS: ReadonlySet<ProblemKind> = new Set<ProblemKind>(['workspace_away', 'database_missing']);

/** The key may still be in the keychain, and nothing of the database was touched. */
const KEY_ELSEWHERE: ReadonlySet<ProblemKind> = new Set<ProblemKind>([
  'keychain_missing',
  'keychain_locked',
  'keychain_timeout',
]);

/** Where the recovery code can help: the key is gone or cannot be reached, or another one than the file wants. */
const CODE_HELPS: ReadonlySet<ProblemKind> = new Set<ProblemKind>([
  ...KEY_ELSEWHERE,
  'secret_lost',
  'session_ended',
  'safe_storage_unavailable',
  'database_unreadable',
]);

/** Stands in place of every screen while the workspace cannot be opened: why, what of the data, what to do. */
export function Trouble({ problem }: { readonly problem: Problem }) {
  const { t } = useTranslation(['workspaces', 'security']);
  const { workspaces } = useAppState();
  const { go } = useNavigation();
  const workspace = useWorkspace();
  const [withCode, setWithCode] = useState(false);
  const [dialog, setDialog] = useState<'afresh' | 'remove' | null>(null);
  const open = useAction((id: string) => ask('workspaces.open', { id }));
  const find = useAction((id: string) => ask('places.find', { id }));
  const place = useAsked(
    'places.state',
    { id: workspace?.id ?? '' },
    { enabled: workspace !== null && problem.kind === 'workspace_away' },
  );
  if (workspace === null) return null;
  const others = workspaces.filter(({ id }) => id !== workspace.id);
  const busy = open.state.kind === 'busy';
  const canUseCode = workspace.recovery === 'made' && CODE_HELPS.has(problem.kind);

  return (
    <Screen title={t('trouble.title', { name: workspace.name })}>
      <div className="trouble">
        <ProblemMessage problem={problem}>
          <Button look="primary" icon={RefreshCw} isPending={busy} onPress={() => void open.run(workspace.id)}>
            {busy ? t('trouble.trying') : t('trouble.again')}
          </Button>
          {canUseCode && !withCode && (
            <Button icon={KeyRound} onPress={() => setWithCode(true)}>
              {t('security:open.action')}
            </Button>
          )}
          {WHERE_HELPS.has(problem.kind) && (
            <Button
              icon={FolderSearch}
              isPending={find.state.kind === 'busy'}
              onPress={() => void find.run(workspace.id)}
            >
              {t('place.find')}
            </Button>
          )}
          {AFRESH.has(problem.kind) && <Button onPress={() => setDialog('afresh')}>{t('trouble.afresh.open')}</Button>}
        </ProblemMessage>
        {problem.kind === 'workspace_away' && place.data !== undefined && (
          <p>
            {t('place.was')} <code className="verbatim">{place.data.folder}</code>
          </p>
        )}
        <div role="status" className="live">
          {find.state.kind === 'failed' && <ProblemMessage problem={find.state.problem} />}
        </div>
        {canUseCode && withCode && (
          <section className="card stack" aria-labelledby="with-code">
            <h2 id="with-code">{t('security:open.title')}</h2>
            <CodeForm workspace={workspace} onCancel={() => setWithCode(false)} />
          </section>
        )}
        {KEY_ELSEWHERE.has(problem.kind) && <p>{t('trouble.keyElsewhere')}</p>}
        {RESCUE.has(problem.kind) && <Rescue workspace={workspace} isDamaged={problem.kind !== 'database_missing'} />}
        <p role="status" className="live">
          {open.state.kind === 'failed' && t('trouble.still')}
        </p>
        {others.length > 0 && (
          <section className="stack" aria-labelledby="other-workspaces">
            <h2 id="other-workspaces">{t('trouble.others')}</h2>
            <ul className="row">
              {others.map(({ id, name, environment }) => (
                <li key={id}>
                  <Button isDisabled={busy} onPress={() => void open.run(id)}>
                    {name} <span className="quiet">({t(`environment.${environment}`)})</span>
                  </Button>
                </li>
              ))}
            </ul>
          </section>
        )}
        <div className="row">
          <Button icon={Plus} onPress={() => go({ screen: 'welcome' })}>
            {t('trouble.new')}
          </Button>
          {problem.kind !== 'database_newer' && (
            <Button look="danger" icon={Trash2} onPress={() => setDialog('remove')}>
              {t('trouble.remove')}
            </Button>
          )}
        </div>
      </div>
      {dialog === 'afresh' && <StartAfreshDialog workspace={workspace} onClose={() => setDialog(null)} />}
      {dialog === 'remove' && <RemoveDialog workspace={workspace} isBroken onClose={() => setDialog(null)} />}
    </Screen>
  );
}
