import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { WhatGoes } from '../../../shared/contract/trash.ts';
import { useFormats } from '../../app/i18n/formats.ts';
import { useAsked } from '../../app/queries.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ProblemMessage } from '../../ui/problem-message.tsx';
import { Loading } from '../../ui/progress.tsx';
import { useTrash } from './use-trash.ts';

interface DeleteDialogProps {
  readonly ids: readonly number[];
  readonly onClose: () => void;
  /** After the cases are deleted. */
  readonly onDeleted: () => void;
}

/** Says what goes with cases, and until when they can be restored, before they are deleted. */
export function DeleteDialog({ ids, onClose, onDeleted }: DeleteDialogProps) {
  const { t } = useTranslation(['trash', 'common']);
  const formats = useFormats();
  const trash = useTrash();
  const [busy, setBusy] = useState(false);
  const asked = useAsked('trash.what_goes', { ids: [...ids] });
  const remove = async (): Promise<void> => {
    setBusy(true);
    const deleted = await trash.remove([...ids]);
    setBusy(false);
    onClose();
    if (deleted) onDeleted();
  };
  /** Nothing of what was chosen can go. */
  const allHeld = asked.data?.cases === 0 && asked.data.held > 0;
  const going = asked.data?.cases ?? ids.length;
  return (
    <Dialog
      isOpen
      role="alertdialog"
      onClose={onClose}
      title={allHeld ? t('nothing_goes') : t('ask', { count: going, n: formats.number(going) })}
      actions={
        <>
          <Button autoFocus onPress={onClose}>
            {allHeld ? t('close') : t('common:action.cancel')}
          </Button>
          {!allHeld && (
            <Button look="danger" onPress={() => void remove()} isPending={busy || asked.data === undefined}>
              {t('delete')}
            </Button>
          )}
        </>
      }
    >
      {asked.error !== null && <ProblemMessage problem={asked.error.problem} />}
      {asked.data === undefined && asked.error === null && <Loading />}
      {asked.data !== undefined && !allHeld && <Goes goes={asked.data} />}
      {asked.data !== undefined && asked.data.held > 0 && (
        <p>{t('held', { count: asked.data.held, n: formats.number(asked.data.held) })}</p>
      )}
      {!allHeld && <p>{t('restorable', { count: going })}</p>}
    </Dialog>
  );
}

const LISTED = ['answers', 'changes', 'notes', 'edits', 'checks'] as const;

/** What goes, and what stays, in numbers. */
function Goes({ goes }: { readonly goes: WhatGoes }) {
  const { t } = useTranslation('trash');
  const formats = useFormats();
  return (
    <>
      <p>{t('goes', { count: goes.cases })}</p>
      <ul className="bullets">
        {LISTED.filter((each) => goes[each] > 0 || each === 'answers').map((each) => (
          <li key={each}>{t(`what.${each}`, { count: goes[each], n: formats.number(goes[each]) })}</li>
        ))}
      </ul>
      {goes.ledgerLines > 0 && <p>{t('ledger', { count: goes.ledgerLines, n: formats.number(goes.ledgerLines) })}</p>}
    </>
  );
}
