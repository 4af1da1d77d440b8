import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MOST_ADDED, MOST_PASTED } from '../../../shared/contract/adding-limits.ts';
import type { Problem } from '../../../shared/problem.ts';
import { useFormats } from '../../app/i18n/formats.ts';
import { Button } from '../../ui/button.tsx';
import { TextArea, TextField } from '../../ui/fields.tsx';
import { ProblemMessage } from '../../ui/problem-message.tsx';
import { useAdd } from './use-add.ts';
import { useTrash } from './use-trash.ts';
import { usePreview } from './use-preview.ts';
import { VerdictList } from './verdict-list.tsx';

/** A pasted list of receipt numbers: what we make of each, before anything is added. */
export function AddList({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation(['cases', 'trash', 'common']);
  const formats = useFormats();
  const add = useAdd();
  const [text, setText] = useState('');
  const [client, setClient] = useState('');
  const [label, setLabel] = useState('');
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<Problem | null>(null);
  const trash = useTrash();
  const isTooLong = text.length > MOST_PASTED;
  const preview = usePreview(isTooLong ? '' : text);
  const fresh = preview.lines.flatMap(({ verdict }) => (verdict.kind === 'new' ? [verdict.receipt] : []));
  const deleted = preview.lines.flatMap(({ verdict }) => (verdict.kind === 'deleted' ? [verdict.caseId] : []));
  const isTooMuch = isTooLong || fresh.length > MOST_ADDED;
  const problem = failed ?? preview.problem;

  const submit = async (): Promise<void> => {
    setBusy(true);
    const result = await add({ list: fresh.join('\n'), client: client.trim(), label: label.trim() });
    setBusy(false);
    if (result.ok) onClose();
    else setFailed(result.problem);
  };
  return (
    <div className="form">
      <TextArea
        autoFocus
        digits
        rows={5}
        label={t('adding.paste')}
        help={t('adding.paste_help')}
        value={text}
        onChange={setText}
        problem={isTooMuch ? t('adding.too_much', { n: formats.number(MOST_ADDED) }) : null}
      />
      <VerdictList lines={preview.lines} />
      {deleted.length > 0 && (
        <Button onPress={() => void trash.restore(deleted)}>
          {t('trash:restore')} ({formats.number(deleted.length)})
        </Button>
      )}
      {fresh.length > 0 && (
        <fieldset className="form-pair">
          <legend>{t('adding.for_all')}</legend>
          <TextField label={t('adding.client')} value={client} onChange={setClient} maxLength={200} />
          <TextField label={t('adding.label')} value={label} onChange={setLabel} maxLength={200} />
        </fieldset>
      )}
      {problem !== null && <ProblemMessage problem={problem} />}
      <div className="form-end">
        <Button onPress={onClose}>{t('common:action.cancel')}</Button>
        <Button
          look="primary"
          isDisabled={fresh.length === 0 || isTooMuch || !preview.isCurrent}
          isPending={busy}
          onPress={() => void submit()}
        >
          {t('adding.submit_list', { count: fresh.length, n: formats.number(fresh.length) })}
        </Button>
      </div>
    </div>
  );
}
