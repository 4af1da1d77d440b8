import { useTranslation } from 'react-i18next';
import type { BundleWork } from '../../../shared/contract/bundles.ts';
import { ask } from '../../app/ask.ts';
import { Button } from '../../ui/button.tsx';
import { Share } from '../../ui/work-cover.tsx';

/** What is ended half way leaves nothing behind. */
const CAN_END: ReadonlySet<BundleWork['what']> = new Set<BundleWork['what']>(['export', 'open', 'merge']);

/** How far the work with a bundle is, and a way to end it. */
export function BundleProgress({ work }: { readonly work: BundleWork }) {
  const { t } = useTranslation(['bundles', 'common']);
  return (
    <>
      <Share label={t(`work.${work.what}`)} share={work.share === 0 ? null : work.share} />
      {CAN_END.has(work.what) && (
        <div>
          <Button onPress={() => void ask('bundles.cancel', null)}>{t('common:action.cancel')}</Button>
        </div>
      )}
    </>
  );
}
