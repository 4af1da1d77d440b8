import { useTranslation } from 'react-i18next';
import type { ListLine } from '../../../shared/contract/cases.ts';
import type { Request } from '../../../shared/contract/contract.ts';
import type { Result } from '../../../shared/problem.ts';
import { useFormats } from '../../app/i18n/formats.ts';
import { useAsk } from '../../app/queries.ts';
import { useToasts } from '../../ui/toast-context.ts';

type NewCases = Request<'cases.add'>;

/** Adds cases and says how many were new. Gives what was refused, and why. */
export function useAdd(): (cases: NewCases) => Promise<Result<ListLine[]>> {
  const { t } = useTranslation('cases');
  const formats = useFormats();
  const ask = useAsk();
  const { show } = useToasts();
  return async (cases) => {
    const result = await ask('cases.add', cases);
    if (!result.ok) return result;
    const count = result.value.added.length;
    if (count > 0) show({ words: t('adding.added', { count, n: formats.number(count) }) });
    return { ok: true, value: result.value.refused };
  };
}
