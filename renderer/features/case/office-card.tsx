import { Check, CircleAlert, LoaderCircle, PenLine, type LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { CADENCES } from '../../../shared/case/cadence.ts';
import type { CaseDetail, CaseRow } from '../../../shared/contract/cases.ts';
import { TextArea, TextField } from '../../ui/fields.tsx';
import { Select } from '../../ui/select.tsx';
import { CaseTags } from '../tags/case-tags.tsx';
import type { SaveState } from './draft.ts';
import { useAutosave, type Autosave } from './use-autosave.ts';
import { useEdit } from './use-edit.ts';

/** What the office itself writes about the case; it saves itself. */
export function OfficeCard({ detail }: { readonly detail: CaseDetail }) {
  const { t } = useTranslation(['case', 'common']);
  const { change, choose } = useEdit(detail.row.id);
  const client = useAutosave(detail.row.client, (text) => change({ client: text.trim() }));
  const label = useAutosave(detail.row.label, (text) => change({ label: text.trim() }));
  const notes = useAutosave(detail.notes, (text) => change({ notes: text }));
  const setCadence = (cadence: CaseRow['cadence']) =>
    choose({ cadence }, t('office.cadence_done', { cadence: t(`common:cadence.${cadence}`) }));
  return (
    <section className="card office" aria-labelledby="office-heading">
      <h2 id="office-heading">{t('office.heading')}</h2>
      <SavingField label={t('office.client')} saving={client} />
      <SavingField label={t('office.label')} saving={label} />
      <CaseTags row={detail.row} />
      <div>
        <TextArea
          label={t('office.notes')}
          help={t('office.notes_help')}
          rows={5}
          maxLength={20_000}
          value={notes.text}
          onChange={notes.type}
          onBlur={notes.flush}
        />
        <Saved state={notes.state} />
      </div>
      <Select
        label={t('office.cadence')}
        value={detail.row.cadence}
        onChange={(cadence) => void setCadence(cadence)}
        choices={CADENCES.map((value) => ({ value, label: t(`common:cadence.${value}`) }))}
      />
    </section>
  );
}

function SavingField({ label, saving }: { readonly label: string; readonly saving: Autosave }) {
  return (
    <div>
      <TextField label={label} maxLength={200} value={saving.text} onChange={saving.type} onBlur={saving.flush} />
      <Saved state={saving.state} />
    </div>
  );
}

const ICONS: Readonly<Record<SaveState, LucideIcon>> = {
  saved: Check,
  saving: LoaderCircle,
  unsaved: PenLine,
  failed: CircleAlert,
};

/** What became of the text above. It says nothing until somebody typed. */
function Saved({ state }: { readonly state: SaveState | null }) {
  const { t } = useTranslation('case');
  if (state === null) return <p role="status" />;
  const Icon = ICONS[state];
  return (
    <p className={`saved saved-${state}`} role="status">
      <Icon aria-hidden size={14} />
      {t(`office.${state}`)}
    </p>
  );
}
