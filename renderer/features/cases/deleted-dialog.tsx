import { ArchiveRestore, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeletedCase } from '../../../shared/contract/trash.ts';
import { useFormats } from '../../app/i18n/formats.ts';
import { useAsked } from '../../app/queries.ts';
import { Button } from '../../ui/button.tsx';
import { AlertDialog, Dialog } from '../../ui/dialog.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ProblemMessage } from '../../ui/problem-message.tsx';
import { Loading } from '../../ui/progress.tsx';
import { Certificates } from './certificates.tsx';
import { useTrash } from './use-trash.ts';

/** The cases that were deleted and can be restored, and what was deleted for good. */
export function DeletedDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation(['trash', 'common']);
  const asked = useAsked('trash.list', null);
  const trash = useTrash();
  const [going, setGoing] = useState<readonly number[] | null>(null);
  const cases = asked.data?.cases ?? [];
  return (
    <Dialog isOpen wide onClose={onClose} title={t('title')} actions={<Button onPress={onClose}>{t('close')}</Button>}>
      {asked.error !== null && (
        <ProblemMessage problem={asked.error.problem}>
          <Button onPress={() => void asked.refetch()}>{t('common:action.retry')}</Button>
        </ProblemMessage>
      )}
      {asked.isPending && <Loading />}
      {asked.data !== undefined && cases.length === 0 && (
        <EmptyState icon={Trash2} title={t('none')}>
          <p>{t('none_words')}</p>
        </EmptyState>
      )}
      {cases.length > 0 && (
        <>
          <p>{t('kept')}</p>
          <ul className="deleted">
            {cases.map((each) => (
              <Deleted
                key={each.id}
                deleted={each}
                onRestore={() => void trash.restore([each.id])}
                onPurge={() => setGoing([each.id])}
              />
            ))}
          </ul>
          {cases.length > 1 && (
            <div>
              <Button look="danger" icon={Trash2} onPress={() => setGoing(cases.map(({ id }) => id))}>
                {t('purge_all')}
              </Button>
            </div>
          )}
        </>
      )}
      <Certificates purges={asked.data?.purges ?? []} />
      <AlertDialog
        isOpen={going !== null}
        isDanger
        onClose={() => setGoing(null)}
        title={t('purge_ask', { count: going?.length ?? 0 })}
        confirm={t('purge')}
        onConfirm={() => {
          if (going !== null) void trash.purge([...going]);
          setGoing(null);
        }}
      >
        {going?.length === 1 &&
          cases.filter(({ id }) => id === going[0]).map((each) => <CaseName key={each.id} of={each} />)}
        <p>{t('purge_words')}</p>
      </AlertDialog>
    </Dialog>
  );
}

interface DeletedProps {
  readonly deleted: DeletedCase;
  readonly onRestore: () => void;
  readonly onPurge: () => void;
}

function Deleted({ deleted, onRestore, onPurge }: DeletedProps) {
  const { receipt, deletedAt, goesAt } = deleted;
  const { t } = useTranslation('trash');
  const formats = useFormats();
  return (
    <li className="deleted-case">
      <div>
        <CaseName of={deleted} />
        <p className="quiet">{t('when', { deleted: formats.dateTime(deletedAt), goes: formats.dateTime(goesAt) })}</p>
      </div>
      <Button icon={ArchiveRestore} aria-label={t('restore_of', { receipt })} onPress={onRestore}>
        {t('restore')}
      </Button>
      <Button look="plain" icon={Trash2} aria-label={t('purge_of', { receipt })} onPress={onPurge}>
        {t('purge')}
      </Button>
    </li>
  );
}

/** Which case it is: before what cannot be undone, nobody should have to remember. */
function CaseName({ of: { receipt, client, label } }: { readonly of: DeletedCase }) {
  return (
    <p>
      <strong className="digits">{receipt}</strong> {client} <span className="quiet">{label}</span>
    </p>
  );
}
