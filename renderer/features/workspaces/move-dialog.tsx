import { TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { PlaceOffer } from '../../../shared/contract/places.ts';
import type { WorkspaceView } from '../../../shared/contract/workspaces.ts';
import { ask } from '../../app/ask.ts';
import { useLanguage } from '../../app/i18n/formats.ts';
import { useAsked } from '../../app/queries.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { useToasts } from '../../ui/toast-context.ts';
import { useAction } from '../../ui/use-action.ts';
import { Share, WorkCover } from '../../ui/work-cover.tsx';
import { bytesInWords } from './bytes.ts';

interface MoveDialogProps {
  readonly workspace: WorkspaceView;
  readonly offer: PlaceOffer;
  readonly onClose: () => void;
}

/** Says where the workspace would go and what is to be thought of there; then moves it. */
export function MoveDialog({ workspace, offer, onClose }: MoveDialogProps) {
  const { t } = useTranslation(['workspaces', 'problems', 'common']);
  const language = useLanguage();
  const { show } = useToasts();
  const move = useAction(() => ask('places.move', { id: workspace.id }));
  const busy = move.state.kind === 'busy';
  const start = async (): Promise<void> => {
    const moved = await move.run();
    // The window was covered meanwhile, and this dialog with it.
    if (moved.ok) show({ words: t('move.done', { folder: moved.value.folder }) });
    else show({ words: t('move.failed', { why: t(`problems:${moved.problem.kind}.title`) }), isProblem: true });
    onClose();
  };
  return (
    <Dialog
      isOpen
      role="alertdialog"
      onClose={() => {
        if (!busy) onClose();
      }}
      title={t('move.title', { name: workspace.name })}
      actions={
        <>
          <Button autoFocus isDisabled={busy} onPress={onClose}>
            {t('common:action.cancel')}
          </Button>
          <Button look="primary" isPending={busy} onPress={() => void start()}>
            {t('move.action')}
          </Button>
        </>
      }
    >
      <dl className="facts">
        <dt>{t('move.to')}</dt>
        <dd>
          <code className="verbatim">{offer.folder}</code>
        </dd>
        <dt>{t('move.size')}</dt>
        <dd>{bytesInWords(offer.bytes, language)}</dd>
        <dt>{t('move.free')}</dt>
        <dd>{bytesInWords(offer.free, language)}</dd>
      </dl>
      {offer.lies.kind !== 'local' && (
        <p className="line-with-icon warning">
          <TriangleAlert aria-hidden size={16} />
          {offer.lies.kind === 'network' ? t('move.network') : t(`move.synced.${offer.lies.service}`)}
        </p>
      )}
      <p>{t('move.what')}</p>
      <p className="quiet">{t('move.stays')}</p>
    </Dialog>
  );
}

/** Stands in place of every screen while the workspace is being moved. */
export function Moving({ workspace }: { readonly workspace: WorkspaceView }) {
  const { t } = useTranslation('workspaces');
  const share = useAsked('places.state', { id: workspace.id }, { keepLast: true }).data?.moving ?? null;
  return (
    <WorkCover title={t('move.screen', { name: workspace.name })} kind="workspace_moving">
      <Share label={t('move.progress')} share={share} />
    </WorkCover>
  );
}
