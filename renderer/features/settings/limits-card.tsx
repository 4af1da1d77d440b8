import { RotateCcw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { WorkspaceView } from '../../../shared/contract/workspaces.ts';
import { ENVIRONMENT_DEFAULTS, type Limits } from '../../../shared/service/environment.ts';
import { useFormats, useLanguage } from '../../app/i18n/formats.ts';
import { Button } from '../../ui/button.tsx';
import { Select } from '../../ui/select.tsx';
import { Feedback } from './feedback.tsx';
import { NumberSetting } from './number-setting.tsx';
import { useChangeWorkspace } from './use-change-workspace.ts';
import { zoneChoices } from './zones.ts';

/** How much the office's key may ask. */
export function LimitsCard({ workspace }: { readonly workspace: WorkspaceView }) {
  const { t } = useTranslation('settings');
  const formats = useFormats();
  const language = useLanguage();
  const change = useChangeWorkspace(workspace);
  const { limits } = workspace;
  const set = (part: Partial<Limits>): void => void change.run({ limits: { ...limits, ...part } });
  return (
    <section className="card settings-card" aria-labelledby="limits">
      <h3 id="limits">{t('connection.limits')}</h3>
      <p className="quiet">{t('connection.limitsHelp')}</p>
      <div className="settings-pair">
        <NumberSetting
          label={t('connection.perSecond')}
          value={limits.perSecond}
          from={0.1}
          to={100}
          isWhole={false}
          onChange={(perSecond) => set({ perSecond })}
        />
        <NumberSetting
          label={t('connection.perDay')}
          value={limits.perDay}
          from={1}
          to={10_000_000}
          isWhole
          onChange={(perDay) => set({ perDay })}
        />
      </div>
      <NumberSetting
        label={t('connection.share')}
        help={t('connection.shareHelp', { pace: formats.number(limits.perSecond * limits.share) })}
        value={Math.round(limits.share * 100)}
        from={10}
        to={100}
        isWhole
        onChange={(percent) => set({ share: percent / 100 })}
      />
      <Select
        label={t('connection.zone')}
        value={limits.zone}
        onChange={(zone) => set({ zone })}
        choices={zoneChoices(limits.zone, language)}
      />
      <div>
        <Button look="plain" icon={RotateCcw} onPress={() => set(ENVIRONMENT_DEFAULTS[workspace.environment].limits)}>
          {t('connection.reset')}
        </Button>
      </div>
      <Feedback state={change.state} />
    </section>
  );
}
