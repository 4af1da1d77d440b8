import { useTranslation } from 'react-i18next';
import type { BackupHolding, WorkspaceHoldings } from '../../../shared/contract/holdings.ts';
import type { WorkspaceView } from '../../../shared/contract/workspaces.ts';
import { useNow } from '../../app/clock.ts';
import { useFormats } from '../../app/i18n/formats.ts';
import { Button } from '../../ui/button.tsx';
import { Details } from '../../ui/details.tsx';
import type { Section } from '../settings/sections.ts';
import { RemoveDialog } from '../workspaces/remove-dialog.tsx';
import { BackupRows } from './backup-rows.tsx';
import { FileRows } from './file-table.tsx';
import { HoldingsTable } from './holdings-table.tsx';

interface WorkspaceCardProps {
  readonly held: WorkspaceHoldings;
  readonly workspace: WorkspaceView;
  readonly isOpen: boolean;
  readonly isRemoving: boolean;
  readonly onRemoving: (wanted: boolean) => void;
  readonly onSection: (section: Section) => void;
}

/** What lies on the disk for a workspace, and its secrets by name. */
export function WorkspaceCard({ held, workspace, isOpen, isRemoving, onRemoving, onSection }: WorkspaceCardProps) {
  const { t } = useTranslation('holdings');
  const heading = `holdings-${workspace.id}`;
  const title = t('workspace', { name: workspace.name });
  return (
    <section className="card settings-card" aria-labelledby={heading}>
      <h3 id={heading}>{title}</h3>
      <p>
        {t('folder')} <code className="verbatim">{held.folder}</code>
      </p>
      {held.files.length === 0 ? (
        <p className="quiet">{t('empty')}</p>
      ) : (
        <HoldingsTable counts="files" label={title}>
          <FileRows
            files={held.files}
            workspace={workspace.id}
            more={{ backups: <Span backups={held.backups} /> }}
            deeds={{
              database: (
                <Button
                  look="plain"
                  aria-label={t('do.remove_of', { name: workspace.name })}
                  onPress={() => onRemoving(true)}
                >
                  {t('do.remove')}
                </Button>
              ),
              ...(isOpen && {
                backups: (
                  <Button look="plain" onPress={() => onSection('backups')}>
                    {t('do.backups')}
                  </Button>
                ),
                recovery_slot: (
                  <Button look="plain" onPress={() => onSection('security')}>
                    {t('do.recovery')}
                  </Button>
                ),
              }),
            }}
          />
        </HoldingsTable>
      )}
      <Places held={held} />
      <Secrets held={held} />
      {isRemoving && <RemoveDialog workspace={workspace} isBroken={!isOpen} onClose={() => onRemoving(false)} />}
    </section>
  );
}

/** How old backups are. */
function Span({ backups }: { readonly backups: readonly BackupHolding[] }) {
  const { t } = useTranslation('holdings');
  const formats = useFormats();
  const now = useNow();
  const [newest, oldest] = [backups[0], backups.at(-1)];
  if (newest === undefined || oldest === undefined) return null;
  const ages = { newest: formats.relative(newest.at, now), oldest: formats.relative(oldest.at, now) };
  return (
    <span className="quiet holdings-what">
      {backups.length === 1 ? t('backups.one', ages) : t('backups.span', ages)}
    </span>
  );
}

/** Each backup, here and in the second folder, with its deletion. */
function Places({ held: { id, backups, second } }: { readonly held: WorkspaceHoldings }) {
  const { t } = useTranslation('holdings');
  const formats = useFormats();
  const counted = (count: number) => ({ count, n: formats.number(count) });
  return (
    <>
      {backups.length > 0 && (
        <Details summary={t('backups.list', counted(backups.length))}>
          <BackupRows id={id} place="first" backups={backups} />
        </Details>
      )}
      {second?.backups === null && (
        <p className="quiet">
          {t('backups.secondAway')} <code className="verbatim">{second.folder}</code>
        </p>
      )}
      {second !== null && second.backups !== null && (
        <Details summary={t('backups.second', counted(second.backups.length))}>
          <p>
            <code className="verbatim">{second.folder}</code> <Span backups={second.backups} />
          </p>
          {second.backups.length === 0 ? (
            <p className="quiet">{t('backups.none')}</p>
          ) : (
            <BackupRows id={id} place="second" backups={second.backups} />
          )}
        </Details>
      )}
    </>
  );
}

function Secrets({ held: { secretsIn, secrets } }: { readonly held: WorkspaceHoldings }) {
  const { t } = useTranslation('holdings');
  if (secrets.length === 0) return <p className="quiet">{t('secrets.none')}</p>;
  return (
    <div>
      <p>{t(`secrets.${secretsIn}`)}</p>
      <ul className="bullets">
        {secrets.map(({ name, entry }) => (
          <li key={name}>
            {t(`secrets.${name}`)}
            {secretsIn === 'keychain' && (
              <>
                : <code className="verbatim">{entry}</code>
              </>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
