import { FolderOpen, Tag, Undo2 } from 'lucide-react';
import { useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { STAGES, type Group } from '../../../shared/case/status-groups.ts';
import type { TitleView } from '../../../shared/contract/titles.ts';
import { useFormats } from '../../app/i18n/formats.ts';
import { useNavigation } from '../../app/navigation.tsx';
import { Button } from '../../ui/button.tsx';
import { Select } from '../../ui/select.tsx';
import { CASES_VIEW, FIRST_VIEW, groupsIn, type CasesView } from '../cases/view.ts';
import { useFileTitle } from './use-file-title.ts';
import './titles.css';

/** The longest search that a filter takes. */
const LONGEST_SEARCH = 200;

interface TitleCardProps {
  readonly title: TitleView;
  /** It was filed just now: its heading takes the focus, wherever it went. */
  readonly hasFocus: boolean;
  /** It is being filed, or that is being taken back. */
  readonly onFile: () => void;
}

/** One title in USCIS's words, how many cases have it, and the group that the office gives it. */
export function TitleCard({ title, hasFocus, onFile }: TitleCardProps) {
  const { t } = useTranslation(['titles', 'common']);
  const formats = useFormats();
  const heading = useId();
  const headingElement = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (hasFocus) headingElement.current?.focus();
  }, [hasFocus]);
  const { filed } = title;
  const facts = [
    t('firstSeen', { when: formats.dateTime(title.firstSeenAt) }),
    title.cases === 0 ? t('noCases') : t('cases', { count: title.cases, n: formats.number(title.cases) }),
  ];
  return (
    <article className="card settings-card" aria-labelledby={heading}>
      <div>
        <h4 id={heading} ref={headingElement} tabIndex={-1} lang="en">
          {title.title.en}
        </h4>
        {title.title.es === null ? <p className="quiet">{t('noSpanish')}</p> : <p lang="es">{title.title.es}</p>}
        <p className="quiet titles-facts">
          {facts.join(' · ')}
          {title.cases > 0 && <ShowCases title={title} />}
        </p>
      </div>
      {filed !== null && (
        <p>
          {t('filedUnder', { group: t(`common:group.${filed.group}`), when: formats.dateTime(filed.at) })}{' '}
          {title.ours !== 'unclassified' &&
            (title.ours === filed.group ? t('agrees') : t('differs', { ours: t(`common:group.${title.ours}`) }))}
        </p>
      )}
      <Filing title={title} onFile={onFile} />
    </article>
  );
}

/** The choice of a group. It takes effect with its button, so that nobody files by walking through the list. */
function Filing({ title, onFile }: Pick<TitleCardProps, 'title' | 'onFile'>) {
  const { t } = useTranslation(['titles', 'common']);
  const file = useFileTitle(title);
  const [chosen, setChosen] = useState<Group | null>(null);
  const group = chosen ?? title.filed?.group ?? null;
  const put = (wanted: Group | null): void => {
    onFile();
    void file.run(wanted);
  };
  return (
    <div className="titles-filing">
      <Select
        label={t('group')}
        help={t('groupHelp', { stage: t('common:stage.action') })}
        placeholder={t('choose')}
        value={group}
        onChange={setChosen}
        choices={STAGES.map((stage) => ({
          heading: t(`common:stage.${stage}`),
          choices: groupsIn(stage)
            .filter((each) => each !== 'unclassified')
            .map((value) => ({ value, label: t(`common:group.${value}`) })),
        }))}
      />
      <div className="row">
        <Button
          look="primary"
          icon={Tag}
          aria-label={t('fileOf', { title: title.title.en })}
          isDisabled={group === null || group === title.filed?.group}
          isPending={file.isBusy}
          onPress={() => put(group)}
        >
          {t('file')}
        </Button>
        {title.filed !== null && (
          <Button
            icon={Undo2}
            aria-label={t('takeBackOf', { title: title.title.en })}
            isPending={file.isBusy}
            onPress={() => put(null)}
          >
            {t('takeBack')}
          </Button>
        )}
      </div>
    </div>
  );
}

/** The way to the cases that have the title now. */
function ShowCases({ title }: { readonly title: TitleView }) {
  const { t } = useTranslation('titles');
  const { go, memory } = useNavigation();
  const show = (): void => {
    const group = title.filed?.group ?? 'unclassified';
    const search = title.title.en.slice(0, LONGEST_SEARCH);
    const view: CasesView = { ...FIRST_VIEW, filter: { ...FIRST_VIEW.filter, search, group } };
    memory.set(CASES_VIEW, view);
    go({ screen: 'cases' });
  };
  return (
    <Button look="plain" icon={FolderOpen} aria-label={t('showOf', { title: title.title.en })} onPress={show}>
      {t('show')}
    </Button>
  );
}
