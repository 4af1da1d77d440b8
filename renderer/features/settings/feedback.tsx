import { CircleCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { ProblemMessage } from '../../ui/problem-message.tsx';
import type { ActionState } from '../../ui/use-action.ts';
import '../workspaces/workspaces.css';

interface FeedbackProps {
  readonly state: ActionState<unknown>;
  /** What to say instead of "Saved". */
  readonly words?: string;
}

/** What became of a change: a word when it is kept, the reason when it is not. */
export function Feedback({ state, words }: FeedbackProps) {
  const { t } = useTranslation('settings');
  return (
    <div role="status" className="live">
      {state.kind === 'done' && (
        <p className="line-with-icon good">
          <CircleCheck aria-hidden size={16} />
          {words ?? t('saved')}
        </p>
      )}
      {state.kind === 'failed' && (
        <div className="stack">
          <p className="field-problem">{t('failed')}</p>
          <ProblemMessage problem={state.problem} />
        </div>
      )}
    </div>
  );
}
