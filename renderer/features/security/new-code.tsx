import { Printer } from 'lucide-react';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';
import type { NewCode as Code } from '../../../shared/contract/keys.ts';
import { readGroup } from '../../../shared/recovery-code.ts';
import type { WorkspaceView } from '../../../shared/contract/workspaces.ts';
import type { Result } from '../../../shared/problem.ts';
import { ask } from '../../app/ask.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { TextField } from '../../ui/fields.tsx';
import { ProblemMessage } from '../../ui/problem-message.tsx';
import { useAction } from '../../ui/use-action.ts';
import { CodeGroups } from './code-groups.tsx';
import { PrintSheet } from './print-sheet.tsx';
import './security.css';

interface NewCodeProps {
  readonly workspace: WorkspaceView;
  /** What the last button says: it does what `confirm` does. */
  readonly confirmWords: string;
  readonly confirm: (typed: string[]) => Promise<Result<null>>;
  readonly onCancel?: () => void;
  /** What the cancelling button says. */
  readonly cancelWords?: string;
}

/** Shows a new recovery code once, has it saved, and has a part of it typed back. Only then does it count. */
export function NewCode({ workspace, confirmWords, confirm, onCancel, cancelWords }: NewCodeProps) {
  const { t } = useTranslation(['security', 'common']);
  const { id, name } = workspace;
  const [step, setStep] = useState<'before' | 'shown' | 'typing'>('before');
  const make = useAction(() => ask('keys.new_code', { id }));
  const code = make.state.kind === 'done' ? make.state.value : null;
  // A code that was shown and left must not be confirmed by somebody else.
  useEffect(() => () => void ask('keys.forget_code', { id }), [id]);

  const shown = useRef<HTMLDivElement>(null);
  /** The button that was pressed is gone: a screen reader goes on with the code. */
  const show = (): void => {
    flushSync(() => setStep('shown'));
    shown.current?.focus();
  };
  const begin = async (): Promise<void> => {
    if ((await make.run()).ok) show();
  };
  const cancel = onCancel !== undefined && (
    <Button onPress={onCancel}>{cancelWords ?? t('common:action.cancel')}</Button>
  );
  if (step === 'before' || code === null) {
    return (
      <div className="stack">
        <p>{t('new.before')}</p>
        <p className="strong">{t('new.beforeStrong')}</p>
        {make.state.kind === 'failed' && <ProblemMessage problem={make.state.problem} />}
        <div className="row">
          <Button look="primary" isPending={make.state.kind === 'busy'} onPress={() => void begin()}>
            {t('new.show')}
          </Button>
          {cancel}
        </div>
      </div>
    );
  }
  if (step === 'typing') {
    return <ConfirmCode code={code} confirmWords={confirmWords} confirm={confirm} onBack={show} cancel={cancel} />;
  }
  return (
    <div ref={shown} tabIndex={-1} className="stack code-shown">
      <CodeGroups groups={code.groups} />
      <PrintSheet name={name} groups={code.groups} />
      <p className="quiet">{t('new.symbols')}</p>
      <div className="row">
        <Button icon={Printer} onPress={() => window.print()}>
          {t('new.print')}
        </Button>
        <CopyButton text={code.groups.join('-')} label={t('new.copy')} />
      </div>
      <p className="quiet">{t('new.copyHelp')}</p>
      <div className="row">
        <Button look="primary" onPress={() => setStep('typing')}>
          {t('new.go')}
        </Button>
        {cancel}
      </div>
    </div>
  );
}

interface ConfirmCodeProps extends Pick<NewCodeProps, 'confirm' | 'confirmWords'> {
  readonly code: Code;
  readonly onBack: () => void;
  readonly cancel: ReactNode;
}

/** Asks for some of the groups, while the code itself is covered. */
function ConfirmCode({ code, confirmWords, confirm, onBack, cancel }: ConfirmCodeProps) {
  const { t } = useTranslation('security');
  const [typed, setTyped] = useState<readonly string[]>(() => code.asked.map(() => ''));
  const [tried, setTried] = useState(false);
  const confirming = useAction((groups: string[]) => confirm(groups));
  const faults = code.asked.map((index, turn) => readGroup(typed[turn] ?? '', index) === null);
  const busy = confirming.state.kind === 'busy';

  const submit = async (form: HTMLFormElement): Promise<void> => {
    flushSync(() => setTried(true));
    if (faults.includes(true)) {
      form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
      return;
    }
    await confirming.run([...typed]);
  };

  return (
    <form
      className="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit(event.currentTarget);
      }}
    >
      <p>{t('new.notYet')}</p>
      <div className="code-asked">
        {code.asked.map((index, turn) => (
          <TextField
            key={index}
            digits
            autoFocus={turn === 0}
            autoComplete="off"
            spellCheck="false"
            maxLength={12}
            label={t('new.group', { number: index + 1 })}
            value={typed[turn] ?? ''}
            onChange={(text) => setTyped(typed.with(turn, text))}
            problem={
              tried && faults[turn] === true
                ? t((typed[turn] ?? '').trim() === '' ? 'new.missing' : 'new.mistyped', { number: index + 1 })
                : null
            }
          />
        ))}
      </div>
      <div role="status" className="live">
        {confirming.state.kind === 'failed' && <ProblemMessage problem={confirming.state.problem} />}
      </div>
      <div className="row">
        <Button type="submit" look="primary" isPending={busy}>
          {busy ? t('new.confirming') : confirmWords}
        </Button>
        <Button isDisabled={busy} onPress={onBack}>
          {t('new.again')}
        </Button>
        {cancel}
      </div>
    </form>
  );
}
