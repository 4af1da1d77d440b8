import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LONGEST_TAG, readTags } from '../../../shared/case/tags.ts';
import { useFormats } from '../../app/i18n/formats.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TagField } from './tag-field.tsx';
import { useTag } from './use-tag.ts';

interface TagDialogProps {
  readonly ids: readonly number[];
  readonly onClose: () => void;
}

/** Gives many cases a tag, or takes it from them. */
export function TagDialog({ ids, onClose }: TagDialogProps) {
  const { t } = useTranslation(['cases', 'case', 'common']);
  const formats = useFormats();
  const tagCases = useTag();
  const [text, setText] = useState('');
  const [busy, setBusy] = useState<'on' | 'off' | null>(null);
  const [tag, ...others] = readTags(text);
  const isLong = tag !== undefined && tag.length > LONGEST_TAG;
  const longWords = isLong ? t('case:office.tag_long', { n: formats.number(LONGEST_TAG) }) : null;
  const isReady = tag !== undefined && others.length === 0 && !isLong;
  const set = async (on: boolean): Promise<void> => {
    if (!isReady || busy !== null) return;
    setBusy(on ? 'on' : 'off');
    const done = await tagCases([...ids], tag, on);
    setBusy(null);
    if (done) onClose();
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t('tag.title', { count: ids.length, n: formats.number(ids.length) })}
      actions={
        <>
          <Button onPress={onClose}>{t('common:action.cancel')}</Button>
          <Button isDisabled={!isReady} isPending={busy === 'off'} onPress={() => void set(false)}>
            {t('tag.remove')}
          </Button>
          <Button look="primary" isDisabled={!isReady} isPending={busy === 'on'} onPress={() => void set(true)}>
            {t('tag.add')}
          </Button>
        </>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void set(true);
        }}
      >
        <TagField
          label={t('tag.name')}
          help={t('tag.help')}
          problem={others.length > 0 ? t('tag.one_only') : longWords}
          value={text}
          onChange={setText}
          autoFocus
        />
      </form>
    </Dialog>
  );
}
