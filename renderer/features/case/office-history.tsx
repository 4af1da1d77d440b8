import { Undo2 } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CADENCES } from '../../../shared/case/cadence.ts';
import type { EditView } from '../../../shared/contract/cases.ts';
import { useFormats } from '../../app/i18n/formats.ts';
import { useAsked } from '../../app/queries.ts';
import { Button } from '../../ui/button.tsx';
import { Details } from '../../ui/details.tsx';
import { ProblemMessage } from '../../ui/problem-message.tsx';
import { Loading } from '../../ui/progress.tsx';
import { useToasts } from '../../ui/toast-context.ts';
import { When } from '../../ui/when.tsx';
import { useEdit } from './use-edit.ts';

/** So many edits are shown at first, and so many more each time. */
const SOME = 50;

/** What the office wrote before. Asked for only when somebody looks. */
export function OfficeHistory({ id }: { readonly id: number }) {
  const { t } = useTranslation('case');
  const [open, setOpen] = useState(false);
  return (
    <section className="card" aria-labelledby="edits-heading">
      <h2 id="edits-heading">{t('edits.heading')}</h2>
      <Details summary={t('edits.words')} isOpen={open} onOpenChange={setOpen}>
        {open && <History id={id} />}
      </Details>
    </section>
  );
}

function History({ id }: { readonly id: number }) {
  const { t } = useTranslation(['case', 'common']);
  const [limit, setLimit] = useState(SOME);
  const history = useAsked('cases.edits', { id, limit }, { keepLast: true });
  const { putBack } = useEdit(id);
  const { show } = useToasts();
  const table = useRef<HTMLDivElement>(null);
  if (history.data === undefined) {
    return history.error === null ? (
      <Loading />
    ) : (
      <ProblemMessage problem={history.error.problem}>
        <Button onPress={() => void history.refetch()}>{t('common:action.retry')}</Button>
      </ProblemMessage>
    );
  }
  const { edits, more } = history.data;
  if (edits.length === 0) return <p className="quiet edits-none">{t('edits.none')}</p>;
  const restore = async ({ id: edit, field }: EditView): Promise<void> => {
    if (!(await putBack(edit))) return;
    // The button that was pressed goes away.
    table.current?.focus();
    show({ words: t('edits.done', { field: t(`edits.field.${field}`) }) });
  };
  return (
    <>
      <div ref={table} className="log-scroll" tabIndex={0} role="region" aria-label={t('edits.words')}>
        <table className="log edits">
          <thead>
            <tr>
              <th scope="col">{t('edits.when')}</th>
              <th scope="col">{t('edits.what')}</th>
              <th scope="col">{t('edits.before')}</th>
              <th scope="col">{t('edits.after')}</th>
              <th scope="col">
                <span className="sr-only">{t('edits.put_back')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {edits.map((edit) => (
              <Row key={edit.id} edit={edit} onPutBack={() => void restore(edit)} />
            ))}
          </tbody>
        </table>
      </div>
      {more && (
        <Button look="plain" onPress={() => setLimit(limit + SOME)}>
          {t('edits.older')}
        </Button>
      )}
    </>
  );
}

interface RowProps {
  readonly edit: EditView;
  readonly onPutBack: () => void;
}

function Row({ edit, onPutBack }: RowProps) {
  const { t } = useTranslation('case');
  const formats = useFormats();
  const field = t(`edits.field.${edit.field}`);
  return (
    <tr>
      <td>
        <When at={edit.at} show="absolute" />
      </td>
      <td>
        {field}
        {edit.undoes !== null && <span className="quiet edits-undoes">{t('edits.undoes')}</span>}
        {edit.from !== null && <span className="quiet edits-undoes">{t('edits.from', { name: edit.from })}</span>}
      </td>
      <td>
        <Value edit={edit} value={edit.before} />
      </td>
      <td>
        <Value edit={edit} value={edit.after} />
      </td>
      <td>
        {edit.stands ? (
          <span className="quiet">{t('edits.stands')}</span>
        ) : (
          <Button
            look="plain"
            icon={Undo2}
            aria-label={t('edits.put_back_what', { field, when: formats.dateTime(edit.at) })}
            onPress={onPutBack}
          >
            {t('edits.put_back')}
          </Button>
        )}
      </td>
    </tr>
  );
}

/** A value as a person reads it. */
function Value({ edit, value }: { readonly edit: EditView; readonly value: string }) {
  const { t } = useTranslation(['case', 'common']);
  if (edit.field === 'pinned') return value === '1' ? t('edits.pinned') : t('edits.not_pinned');
  const cadence = edit.field === 'cadence' ? CADENCES.find((name) => name === value) : undefined;
  if (cadence !== undefined) return t(`common:cadence.${cadence}`);
  return value === '' ? (
    <span className="quiet">{t('edits.nothing')}</span>
  ) : (
    <span className="edits-text">{value}</span>
  );
}
