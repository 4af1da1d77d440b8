import { useTranslation } from 'react-i18next';
import type { PullState } from '../../../shared/contract/pulls.ts';
import { useWhenWords } from './when-words.ts';

/** What the pulls are doing, as a headline and a sentence. */
export function useStateWords(): (state: PullState) => { readonly title: string; readonly text: string } {
  const { t } = useTranslation('activity');
  const when = useWhenWords();
  return (state) => {
    switch (state.kind) {
      case 'running':
        return { title: t('state.running'), text: t('state.runningHelp') };
      case 'paused':
        return { title: t('state.paused'), text: t('state.pausedHelp') };
      case 'stopped':
        return { title: t('state.stopped'), text: t('state.stoppedHelp') };
      case 'waiting':
        return {
          title: t(`state.waiting.${state.reason}`),
          text:
            state.until === null
              ? t(`state.unknown.${state.reason}`)
              : t(`state.until.${state.reason}`, { when: when(state.until) }),
        };
    }
  };
}
