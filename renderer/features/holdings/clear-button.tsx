import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FileHolding } from '../../../shared/contract/holdings.ts';
import type { Cleared } from '../../../shared/contract/page-lists.ts';
import { ask } from '../../app/ask.ts';
import { useFormats, useLanguage } from '../../app/i18n/formats.ts';
import { Button } from '../../ui/button.tsx';
import { AlertDialog } from '../../ui/dialog.tsx';
import { ProblemMessage } from '../../ui/problem-message.tsx';
import { useToasts } from '../../ui/toast-context.ts';
import { useAction } from '../../ui/use-action.ts';
import { bytesInWords } from '../workspaces/bytes.ts';

interface ClearButtonProps {
  readonly what: Cleared;
  readonly held: FileHolding;
  readonly workspace: string | null;
}

/** Deletes files of a kind, after it was said which and how many. */
export function ClearButton({ what, held, workspace }: ClearButtonProps) {
  const { t } = useTranslation('holdings');
  const formats = useFormats();
  const language = useLanguage();
  const { show } = useToasts();
  const [asking, setAsking] = useState(false);
  const clear = useAction(() => ask('holdings.clear', { what, id: workspace }));
  const isRuntime = what === 'runtime';
  const start = async (): Promise<void> => {
    const cleared = await clear.run();
    if (!cleared.ok) return;
    setAsking(false);
    show({ words: t(isRuntime ? 'ask.runtimeDone' : 'ask.done') });
  };
  return (
    <>
      <Button
        look="plain"
        icon={Trash2}
        aria-label={isRuntime ? t('do.empty') : t('do.delete_of', { what: t(`files.${what}.name`) })}
        onPress={() => {
          clear.clear();
          setAsking(true);
        }}
      >
        {t(isRuntime ? 'do.empty' : 'do.delete')}
      </Button>
      <AlertDialog
        isOpen={asking}
        isDanger={!isRuntime}
        isPending={clear.state.kind === 'busy'}
        onClose={() => setAsking(false)}
        title={t(`ask.${what}`)}
        confirm={t(isRuntime ? 'ask.confirmRuntime' : 'ask.confirm')}
        onConfirm={() => void start()}
      >
        {isRuntime ? (
          <p>{t('ask.runtimeWords')}</p>
        ) : (
          <>
            <p>
              {t('ask.goes', {
                count: held.files,
                n: formats.number(held.files),
                size: bytesInWords(held.bytes, language),
              })}{' '}
              {t(`files.${what}.what`)}.
            </p>
            <p>{t(what === 'damaged' ? 'ask.damagedFinal' : 'ask.final')}</p>
          </>
        )}
        {clear.state.kind === 'failed' && <ProblemMessage problem={clear.state.problem} />}
      </AlertDialog>
    </>
  );
}
