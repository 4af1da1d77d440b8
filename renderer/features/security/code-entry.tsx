import { useState, type ReactNode } from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';
import type { CodeTried } from '../../../shared/contract/keys.ts';
import type { Result } from '../../../shared/problem.ts';
import { readRecoveryCode } from '../../../shared/recovery-code.ts';
import { Button } from '../../ui/button.tsx';
import { ProblemMessage } from '../../ui/problem-message.tsx';
import { useAction } from '../../ui/use-action.ts';
import { CodeField } from './code-field.tsx';

interface CodeEntryProps {
  readonly label: string;
  /** What is said of a code that is complete, but another. */
  readonly wrong: string;
  /** What is said when the person ended it. */
  readonly ended?: string;
  readonly submit: string;
  /** Tries the code; null as a value: it was ended. Null: something of `more` is still missing. */
  readonly open: ((code: string) => Promise<Result<CodeTried | null>>) | null;
  /** So many seconds have to pass before the next code. */
  readonly seconds: number;
  /** Above the field. */
  readonly children: ReactNode;
  /** Below the field. `tried`: the person wanted to go on, so that what is missing is said. */
  readonly more?: (tried: boolean) => ReactNode;
  readonly isDisabled?: boolean;
  /** A way out, beside the button. */
  readonly other?: { readonly words: string; readonly go: () => void } | undefined;
}

/** Takes a recovery code and tries it. A mistyped group is named at once; a wrong code has to wait. */
export function CodeEntry({ open: tryCode, seconds, isDisabled = false, other, ...props }: CodeEntryProps) {
  const { t } = useTranslation('security');
  const [typed, setTyped] = useState('');
  const [tried, setTried] = useState(false);
  const open = useAction((deed: NonNullable<typeof tryCode>, code: string) => deed(code));
  const read = readRecoveryCode(typed);
  const isBusy = open.state.kind === 'busy';
  const wasWrong = open.state.kind === 'done' && open.state.value !== null && open.state.value.outcome !== 'opened';

  const submit = async (form: HTMLFormElement): Promise<void> => {
    flushSync(() => setTried(true));
    if (read.kind !== 'good' || tryCode === null) {
      form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
      return;
    }
    const opened = await open.run(tryCode, read.code);
    // The button has to wait now, and would lose the focus.
    if (!opened.ok || opened.value?.outcome !== 'opened') form.querySelector('textarea')?.focus();
  };

  return (
    <form
      className="stack code-form"
      noValidate
      aria-label={props.label}
      onSubmit={(event) => {
        event.preventDefault();
        void submit(event.currentTarget);
      }}
    >
      {props.children}
      <CodeField
        typed={typed}
        read={read}
        tried={tried}
        onChange={(text) => {
          setTyped(text);
          open.clear();
        }}
      />
      {props.more?.(tried)}
      <div role="status" className="live stack">
        {wasWrong && <p className="field-problem">{props.wrong}</p>}
        {open.state.kind === 'done' && open.state.value === null && <p>{props.ended}</p>}
        {open.state.kind === 'failed' && <ProblemMessage problem={open.state.problem} />}
        {seconds === 0 && wasWrong && <p>{t('open.ready')}</p>}
      </div>
      {/* Not in the live region: nobody wants to hear each second. */}
      {seconds > 0 && <p>{t('open.wait', { count: seconds })}</p>}
      <div className="row">
        <Button type="submit" look="primary" isPending={isBusy} isDisabled={seconds > 0 || isDisabled}>
          {isBusy ? t('open.opening') : props.submit}
        </Button>
        {other !== undefined && (
          <Button isDisabled={isBusy} onPress={other.go}>
            {other.words}
          </Button>
        )}
      </div>
    </form>
  );
}
