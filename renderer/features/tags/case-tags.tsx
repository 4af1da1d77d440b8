import { X } from 'lucide-react';
import { useId, useRef, useState, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { LONGEST_TAG, MOST_TAGS, readTags, withoutTag } from '../../../shared/case/tags.ts';
import type { CaseRow } from '../../../shared/contract/cases.ts';
import { useFormats } from '../../app/i18n/formats.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { useEdit } from '../case/use-edit.ts';
import { TagField } from './tag-field.tsx';
import './tags.css';

/** The tags of one case, to be added and removed; each with Undo. */
export function CaseTags({ row }: { readonly row: CaseRow }) {
  const { t } = useTranslation('case');
  const formats = useFormats();
  const heading = useId();
  const { choose } = useEdit(row.id);
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const wanted = readTags([...row.tags, text].join(','));
  const problem = problemOf(readTags(text), wanted);
  const add = (event: SubmitEvent): void => {
    event.preventDefault();
    if (problem !== null || wanted.length === row.tags.length) return;
    const added = wanted.slice(row.tags.length);
    void choose({ tags: wanted }, t('office.tag_added', { count: added.length, tag: added.join(', ') }));
    setText('');
  };
  const remove = (tag: string): void => {
    void choose({ tags: withoutTag(row.tags, tag) }, t('office.tag_removed', { tag }));
    field.current?.focus();
  };
  const words = {
    long: t('office.tag_long', { n: formats.number(LONGEST_TAG) }),
    most: t('office.tag_most', { n: formats.number(MOST_TAGS) }),
  };
  return (
    <div role="group" aria-labelledby={heading} className="stack tags">
      <h3 id={heading} className="field-label">
        {t('office.tags')}
      </h3>
      {row.tags.length === 0 ? (
        <p className="quiet">{t('office.tags_none')}</p>
      ) : (
        <ul className="tags-list">
          {row.tags.map((tag) => (
            <li key={tag} className="tag tag-removable">
              <span className="tag-words">{tag}</span>
              <IconButton icon={X} label={t('office.tag_remove', { tag })} onPress={() => remove(tag)} />
            </li>
          ))}
        </ul>
      )}
      <form className="tags-add" onSubmit={add}>
        <TagField
          label={t('office.tag_add')}
          help={t('office.tag_help')}
          problem={problem === null ? null : words[problem]}
          value={text}
          onChange={setText}
          inputRef={field}
        />
        <Button type="submit">{t('office.tag_do')}</Button>
      </form>
    </div>
  );
}

/** Why what was typed cannot be added; null: it can. */
function problemOf(typed: readonly string[], wanted: readonly string[]): 'long' | 'most' | null {
  if (typed.some((tag) => tag.length > LONGEST_TAG)) return 'long';
  return typed.length > 0 && wanted.length > MOST_TAGS ? 'most' : null;
}
