import { useTranslation } from 'react-i18next';
import './security.css';

/** A recovery code, group by group: large to read off, and spelled symbol by symbol for a screen reader. */
export function CodeGroups({ groups }: { readonly groups: readonly string[] }) {
  const { t } = useTranslation('security');
  return (
    <ol className="code-groups" aria-label={t('new.list', { count: groups.length })}>
      {groups.map((group, index) => (
        <li key={index} className="code-group">
          <span aria-hidden className="code-number">
            {index + 1}
          </span>
          <span aria-hidden className="code-symbols">
            {group}
          </span>
          <span className="sr-only">
            {t('new.spelled', { number: index + 1, symbols: Array.from(group).join(', ') })}
          </span>
        </li>
      ))}
    </ol>
  );
}
