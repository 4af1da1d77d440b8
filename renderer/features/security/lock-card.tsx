import { Lock } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { WorkspaceView } from '../../../shared/contract/workspaces.ts';
import { ask } from '../../app/ask.ts';
import { Button } from '../../ui/button.tsx';
import { ProblemMessage } from '../../ui/problem-message.tsx';
import { Select } from '../../ui/select.tsx';
import { useAction } from '../../ui/use-action.ts';
import { Feedback } from '../settings/feedback.tsx';
import { useSetting } from '../settings/use-setting.ts';

const MINUTES = ['1', '5', '10', '15', '30', '60'] as const;
type Chosen = 'off' | (typeof MINUTES)[number];

/** When the program locks itself, what that means, and the lock at once. */
export function LockCard({ workspace }: { readonly workspace: WorkspaceView | null }) {
  const { t } = useTranslation('security');
  const after = useSetting('lockAfter');
  const lock = useAction(() => ask('keys.lock', null));
  const value = after.value === null ? 'off' : (MINUTES.find((each) => Number(each) === after.value) ?? 'off');
  return (
    <section className="card settings-card" aria-labelledby="lock">
      <h3 id="lock">{t('lock.title')}</h3>
      <Select<Chosen>
        label={t('lock.after')}
        value={value}
        onChange={(chosen) => after.change(chosen === 'off' ? null : Number(chosen))}
        choices={[
          { value: 'off', label: t('lock.off') },
          ...MINUTES.map((each) => ({ value: each, label: t('lock.minutes', { count: Number(each) }) })),
        ]}
      />
      <Feedback state={after.state} />
      <p>{t('lock.help')}</p>
      <p className="quiet">{t('lock.honest')}</p>
      {workspace?.secretsIn === 'session' && <p>{t('lock.sessionHelp')}</p>}
      {workspace !== null && (
        <div>
          <Button icon={Lock} isPending={lock.state.kind === 'busy'} onPress={() => void lock.run()}>
            {t('lock.now')}
          </Button>
        </div>
      )}
      {lock.state.kind === 'failed' && <ProblemMessage problem={lock.state.problem} />}
    </section>
  );
}
