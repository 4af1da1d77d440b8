import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Segments } from '../../ui/choices.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { AddList } from './add-list.tsx';
import { AddOne } from './add-one.tsx';

/** Adds one case, or a pasted list of them. */
export function AddCases({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('cases');
  const [how, setHow] = useState<'one' | 'list'>('one');
  return (
    <Dialog isOpen onClose={onClose} title={t('add')} wide>
      <div>
        <Segments
          label={t('adding.how')}
          value={how}
          onChange={setHow}
          choices={[
            { value: 'one', label: t('adding.one') },
            { value: 'list', label: t('adding.list') },
          ]}
        />
      </div>
      {how === 'one' ? <AddOne onClose={onClose} /> : <AddList onClose={onClose} />}
    </Dialog>
  );
}
