import { Search, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button as AriaButton, Input, SearchField } from 'react-aria-components';
import { STAGES } from '../../../shared/case/status-groups.ts';
import type { CaseFilter } from '../../../shared/contract/cases.ts';
import { pageClock } from '../../app/clock.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/choices.tsx';
import { Select } from '../../ui/select.tsx';
import { FIRST_VIEW, groupsIn, isFiltered, withStage } from './view.ts';

const ONLY = ['all', 'unread', 'unrecognised', 'pinned', 'stale'] as const;

interface FiltersProps {
  readonly filter: CaseFilter;
  readonly onFilter: (filter: CaseFilter) => void;
}

/** Search as you type, and what to leave out. */
export function Filters({ filter, onFilter }: FiltersProps) {
  const { t } = useTranslation(['cases', 'common']);
  return (
    <>
      <SearchBox search={filter.search} onSearch={(search) => onFilter({ ...filter, search })} />
      <Select
        inline
        label={t('filter.only')}
        value={filter.only}
        onChange={(only) => onFilter({ ...filter, only })}
        choices={ONLY.map((value) => ({ value, label: t(`filter.${value}`) }))}
      />
      <Select
        inline
        label={t('filter.stage')}
        value={filter.stage ?? 'any'}
        onChange={(stage) => onFilter(withStage(filter, stage === 'any' ? null : stage))}
        choices={[
          { value: 'any' as const, label: t('filter.any_stage') },
          ...STAGES.map((value) => ({ value, label: t(`common:stage.${value}`) })),
        ]}
      />
      <Select
        inline
        label={t('filter.group')}
        value={filter.group ?? 'any'}
        onChange={(group) => onFilter({ ...filter, group: group === 'any' ? null : group })}
        choices={[
          { value: 'any' as const, label: t('filter.any_group') },
          ...groupsIn(filter.stage).map((value) => ({ value, label: t(`common:group.${value}`) })),
        ]}
      />
      <Checkbox isSelected={filter.archived} onChange={(archived) => onFilter({ ...filter, archived })}>
        {t('filter.archive')}
      </Checkbox>
      {isFiltered(filter) && (
        <Button look="plain" icon={X} onPress={() => onFilter({ ...FIRST_VIEW.filter, archived: filter.archived })}>
          {t('filter.clear')}
        </Button>
      )}
    </>
  );
}

/** Fast enough to feel instant, slow enough not to search for every letter. In milliseconds. */
const PAUSE = 120;

interface SearchBoxProps {
  readonly search: string;
  readonly onSearch: (search: string) => void;
}

function SearchBox({ search, onSearch }: SearchBoxProps) {
  const { t } = useTranslation('cases');
  const [typed, setTyped] = useState({ text: search, of: search });
  const box = useRef<HTMLInputElement>(null);
  // What was cleared or set from outside wins over what stands here.
  const text = typed.of === search ? typed.text : search;
  const latest = useRef(onSearch);
  useEffect(() => {
    latest.current = onSearch;
  });
  useEffect(() => {
    if (text.trim() === search) return;
    return pageClock.after(PAUSE, () => {
      latest.current(text.trim());
      setTyped({ text, of: text.trim() });
    });
  }, [text, search]);
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      const target = event.target;
      if (event.key !== '/' || event.ctrlKey || event.metaKey) return;
      if (target instanceof HTMLElement && target.matches('input:not([type="checkbox"]), textarea')) return;
      if (document.querySelector('[role="dialog"], [role="alertdialog"]') !== null) return;
      event.preventDefault();
      box.current?.focus();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, []);
  return (
    <SearchField
      aria-label={t('search')}
      className="search"
      value={text}
      onChange={(value) => setTyped({ text: value, of: search })}
      maxLength={200}
    >
      <Search aria-hidden size={16} />
      <Input ref={box} className="input" placeholder={t('search')} />
      {text !== '' && (
        <AriaButton className="search-clear">
          <X aria-hidden size={16} />
        </AriaButton>
      )}
    </SearchField>
  );
}
