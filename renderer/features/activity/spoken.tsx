import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { Activity } from '../../../shared/contract/pulls.ts';
import { useFormats } from '../../app/i18n/formats.ts';
import { useToasts } from '../../ui/toast-context.ts';
import { useStateWords } from './state-words.ts';

/** From this many cases on a pull lasts minutes: progress is told at each tenth, below at each quarter. */
const LONG_PULL = 400;

/**
 * Tells a screen reader what the pulls do: when the state changes and at round steps of the progress. The words change
 * only then, so a busy pull does not talk without end.
 */
export function Spoken({ activity }: { readonly activity: Activity }) {
  const { t } = useTranslation('activity');
  const { announce } = useToasts();
  const formats = useFormats();
  const { title } = useStateWords()(activity.state);
  const { pull } = activity;
  const steps = pull === null || pull.total < LONG_PULL ? 4 : 10;
  const step = pull === null || pull.total === 0 ? 0 : Math.floor((pull.done / pull.total) * steps) / steps;
  const words = pull === null ? title : t('progress.spoken', { state: title, percent: formats.percent(step) });
  useEffect(() => announce(words), [announce, words]);
  return null;
}
