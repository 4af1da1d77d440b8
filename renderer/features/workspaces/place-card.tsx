import { Unplug } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PlaceOffer } from '../../../shared/contract/places.ts';
import type { WorkspaceView } from '../../../shared/contract/workspaces.ts';
import { ask } from '../../app/ask.ts';
import { useLanguage } from '../../app/i18n/formats.ts';
import { useAsked } from '../../app/queries.ts';
import { Button } from '../../ui/button.tsx';
import { ProblemMessage } from '../../ui/problem-message.tsx';
import { useAction } from '../../ui/use-action.ts';
import { bytesInWords } from './bytes.ts';
import { MoveDialog } from './move-dialog.tsx';
import './workspaces.css';

/** Where a workspace lies, and the way to another place. */
export function PlaceCard({ workspace }: { readonly workspace: WorkspaceView }) {
  const { t } = useTranslation('workspaces');
  const language = useLanguage();
  const { id } = workspace;
  const place = useAsked('places.state', { id });
  const choose = useAction((home: boolean) => ask('places.choose', { id, home }));
  const [offer, setOffer] = useState<PlaceOffer | null>(null);
  const isBusy = choose.state.kind === 'busy';
  const start = async (home: boolean): Promise<void> => {
    const chosen = await choose.run(home);
    if (chosen.ok) setOffer(chosen.value);
  };
  return (
    <section className="card settings-card" aria-labelledby="workspace-place">
      <h3 id="workspace-place">{t('place.title')}</h3>
      <p>{t('place.what')}</p>
      {place.error !== null && <ProblemMessage problem={place.error.problem} />}
      {place.data !== undefined && (
        <p>
          <code className="verbatim">{place.data.folder}</code>
          {place.data.bytes !== null && <span className="quiet"> · {bytesInWords(place.data.bytes, language)}</span>}
        </p>
      )}
      {place.data?.bytes === null && (
        <p className="line-with-icon warning">
          <Unplug aria-hidden size={16} />
          {t('place.away')}
        </p>
      )}
      <div className="row">
        <Button isPending={isBusy} onPress={() => void start(false)}>
          {t('place.choose')}
        </Button>
        {place.data?.isMoved === true && (
          <Button isPending={isBusy} onPress={() => void start(true)}>
            {t('place.home')}
          </Button>
        )}
      </div>
      <div role="status" className="live">
        {choose.state.kind === 'failed' && <ProblemMessage problem={choose.state.problem} />}
      </div>
      {offer !== null && <MoveDialog workspace={workspace} offer={offer} onClose={() => setOffer(null)} />}
    </section>
  );
}
