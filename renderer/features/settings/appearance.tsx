import { useTranslation } from 'react-i18next';
import { RadioGroup } from '../../ui/choices.tsx';
import { Feedback } from './feedback.tsx';
import { LanguageChoice } from './language-choice.tsx';
import { useSetting } from './use-setting.ts';

const THEMES = ['system', 'light', 'dark'] as const;

/** Colours and language. */
export function Appearance() {
  const { t } = useTranslation('settings');
  const theme = useSetting('theme');
  return (
    <>
      <section className="card settings-card">
        <RadioGroup
          label={t('appearance.theme')}
          value={theme.value}
          onChange={theme.change}
          choices={THEMES.map((value) => ({ value, label: t(`appearance.themes.${value}`) }))}
        />
        <Feedback state={theme.state} />
      </section>
      <section className="card settings-card">
        <LanguageChoice />
      </section>
    </>
  );
}
