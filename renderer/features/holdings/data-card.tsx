import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { DataKind, HoldingsView } from '../../../shared/contract/holdings.ts';
import type { WorkspaceView } from '../../../shared/contract/workspaces.ts';
import { useFormats, useLanguage } from '../../app/i18n/formats.ts';
import { useNavigation } from '../../app/navigation.tsx';
import { Button } from '../../ui/button.tsx';
import { ProblemMessage } from '../../ui/problem-message.tsx';
import { DeletedDialog } from '../cases/deleted-dialog.tsx';
import { ExportDialog } from '../cases/export-dialog.tsx';
import type { Section } from '../settings/sections.ts';
import { BackupDialog } from '../workspaces/backup-dialog.tsx';
import { bytesInWords } from '../workspaces/bytes.ts';
import { HoldingsTable } from './holdings-table.tsx';

interface DataCardProps {
  readonly workspace: WorkspaceView;
  readonly open: NonNullable<HoldingsView['open']>;
  readonly onSection: (section: Section) => void;
}

/** What the open workspace's database holds. */
export function DataCard({ workspace, open, onSection }: DataCardProps) {
  const { t } = useTranslation('holdings');
  const formats = useFormats();
  const language = useLanguage();
  const { go } = useNavigation();
  const [dialog, setDialog] = useState<'deleted' | 'export' | 'back_up' | null>(null);
  const title = t('database', { name: workspace.name });
  const close = (): void => setDialog(null);

  const deeds: Partial<Record<DataKind, ReactNode>> = {
    cases: (
      <div className="holdings-deeds">
        <Button look="plain" aria-label={t('do.export_of')} onPress={() => setDialog('export')}>
          {t('do.export')}
        </Button>
        <Button
          look="plain"
          aria-label={t('do.back_up_of', { name: workspace.name })}
          onPress={() => setDialog('back_up')}
        >
          {t('do.back_up')}
        </Button>
        <Button look="plain" onPress={() => go({ screen: 'cases' })}>
          {t('do.cases')}
        </Button>
        <span className="quiet">{t('do.cases_help')}</span>
      </div>
    ),
    deleted: (
      <Button look="plain" aria-label={t('do.deleted_of')} onPress={() => setDialog('deleted')}>
        {t('do.deleted')}
      </Button>
    ),
    certificates: (
      <Button look="plain" aria-label={t('do.certificates_of')} onPress={() => setDialog('deleted')}>
        {t('do.certificates')}
      </Button>
    ),
    ledger: (
      <Button look="plain" aria-label={t('do.ledger_of')} onPress={() => onSection('ledger')}>
        {t('do.ledger')}
      </Button>
    ),
    titles: (
      <Button look="plain" onPress={() => onSection('titles')}>
        {t('do.titles')}
      </Button>
    ),
  };
  return (
    <section className="card settings-card" aria-labelledby="holdings-data">
      <h3 id="holdings-data">{title}</h3>
      {'problem' in open ? (
        <>
          <p>{t('unread')}</p>
          <ProblemMessage problem={open.problem} />
        </>
      ) : (
        <HoldingsTable label={title} counts="count">
          {open.data.map(({ kind, count, bytes }) => (
            <tr key={kind}>
              <th scope="row">
                {t(`data.${kind}.name`)}
                <span className="quiet holdings-what">{t(`data.${kind}.what`)}</span>
              </th>
              <td className="numbers holdings-number">{count === null ? '–' : formats.number(count)}</td>
              <td className="numbers holdings-number">
                {bytes === null ? <span className="quiet">{t('within')}</span> : bytesInWords(bytes, language)}
              </td>
              <td>{deeds[kind]}</td>
            </tr>
          ))}
        </HoldingsTable>
      )}
      {dialog === 'deleted' && <DeletedDialog onClose={close} />}
      {dialog === 'export' && <ExportDialog scope={{ of: 'all' }} what={t('do.export_all')} onClose={close} />}
      {dialog === 'back_up' && <BackupDialog workspace={workspace} onClose={close} />}
    </section>
  );
}
