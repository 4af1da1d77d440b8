import { useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { readReceipt } from '../../../shared/case/receipt-number.ts';
import type { LineVerdict } from '../../../shared/contract/cases.ts';
import type { Problem } from '../../../shared/problem.ts';
import { useNavigation } from '../../app/navigation.tsx';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/fields.tsx';
import { ProblemMessage } from '../../ui/problem-message.tsx';
import { useAdd } from './use-add.ts';
import { useTrash } from './use-trash.ts';
import { VerdictView } from './verdict.tsx';

/** One receipt number, whose it is, and what the office calls it. */
export function AddOne({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation(['cases', 'trash', 'common']);
  const trash = useTrash();
  const { go } = useNavigation();
  const add = useAdd();
  const [receipt, setReceipt] = useState('');
  const [client, setClient] = useState('');
  const [label, setLabel] = useState('');
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [verdict, setVerdict] = useState<LineVerdict | null>(null);
  const reading = readReceipt(receipt);

  const submit = async (event: SyntheticEvent): Promise<void> => {
    event.preventDefault();
    setTried(true);
    if (reading.kind === 'malformed' || busy) return;
    setBusy(true);
    const result = await add({ list: receipt, client: client.trim(), label: label.trim() });
    setBusy(false);
    setProblem(result.ok ? null : result.problem);
    const [refused] = result.ok ? result.value : [];
    setVerdict(refused?.verdict ?? null);
    if (result.ok && refused === undefined) onClose();
  };
  const present = verdict?.kind === 'present' || verdict?.kind === 'deleted' ? verdict : null;
  return (
    <form className="form" onSubmit={(event) => void submit(event)}>
      <TextField
        autoFocus
        digits
        label={t('adding.receipt')}
        help={t('adding.receipt_help')}
        value={receipt}
        onChange={(text) => {
          setReceipt(text);
          setVerdict(null);
        }}
        problem={tried && reading.kind === 'malformed' ? t(`verdict.${reading.reason}`) : null}
        maxLength={40}
      />
      {reading.kind === 'receipt' && present === null && <VerdictView verdict={{ ...reading, kind: 'new' }} />}
      {present !== null && (
        <p className="form-line">
          <VerdictView verdict={present} />
          <Button
            look="plain"
            onPress={() => {
              void (async () => {
                if (present.kind === 'deleted') await trash.restore([present.caseId]);
                onClose();
                go({ screen: 'case', id: present.caseId });
              })();
            }}
          >
            {t(present.kind === 'deleted' ? 'trash:restore' : 'adding.open_present')}
          </Button>
        </p>
      )}
      <TextField
        label={t('adding.client')}
        help={t('adding.client_help')}
        value={client}
        onChange={setClient}
        maxLength={200}
      />
      <TextField
        label={t('adding.label')}
        help={t('adding.label_help')}
        value={label}
        onChange={setLabel}
        maxLength={200}
      />
      {problem !== null && <ProblemMessage problem={problem} />}
      <div className="form-end">
        <Button onPress={onClose}>{t('common:action.cancel')}</Button>
        <Button type="submit" look="primary" isPending={busy}>
          {t('adding.submit')}
        </Button>
      </div>
    </form>
  );
}
