import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Problem } from '../../shared/problem.ts';
import { CopyButton } from './copy-button.tsx';
import { SaidView, saidAsText } from './said.tsx';
import './content.css';

interface ProblemMessageProps {
  readonly problem: Problem;
  /** Where a damaged file was kept, for one. */
  readonly path?: string;
  /** Buttons that do what the words advise. */
  readonly children?: ReactNode;
}

/** What happened, what it means for the data, what to do; USCIS's own words as it sent them; the whole copyable. */
export function ProblemMessage({ problem, path, children }: ProblemMessageProps) {
  const { t } = useTranslation(['problems', 'common']);
  const title = t(`${problem.kind}.title`);
  const facts = [
    `${title} (${problem.kind})`,
    ...(problem.said === undefined ? [] : [saidAsText(problem.said)]),
    ...(problem.detail === undefined ? [] : [problem.detail]),
    ...(path === undefined ? [] : [path]),
  ];
  return (
    <div className="problem" role="group" aria-label={title}>
      <CircleAlert aria-hidden size={20} />
      <div className="problem-words">
        <p className="problem-title">{title}</p>
        <p>{t(`${problem.kind}.meaning`)}</p>
        <p>{t(`${problem.kind}.action`)}</p>
        {path !== undefined && (
          <p>
            {t('common:problem.kept_at')} <code className="verbatim">{path}</code>
          </p>
        )}
        {problem.said !== undefined && <SaidView said={problem.said} />}
        {problem.detail !== undefined && (
          <p className="quiet verbatim">
            {t('common:problem.detail')} {problem.detail}
          </p>
        )}
        <div className="problem-actions">
          {children}
          <CopyButton text={facts.join('\n')} label={t('common:problem.copy')} />
        </div>
      </div>
    </div>
  );
}
