import { CircleCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemMessage } from './problem-message.tsx';
import type { ActionState } from './use-action.ts';

interface ExportOutcomeProps<Value> {
  readonly state: ActionState<Value | null>;
  /** What is said of a file that was written. Null as a value: the person cancelled. */
  readonly done: (value: Value) => ReactNode;
}

/** What became of a file that a person wanted: said politely, with where it is. */
export function ExportOutcome<Value>({ state, done }: ExportOutcomeProps<Value>) {
  const { t } = useTranslation();
  return (
    <div role="status" className="live">
      {state.kind === 'done' &&
        (state.value === null ? (
          <p>{t('export.cancelled')}</p>
        ) : (
          <p className="line-with-icon good">
            <CircleCheck aria-hidden size={16} />
            <span className="verbatim">{done(state.value)}</span>
          </p>
        ))}
      {state.kind === 'failed' && <ProblemMessage problem={state.problem} />}
    </div>
  );
}
