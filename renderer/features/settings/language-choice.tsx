import { useTranslation } from 'react-i18next';
import { useAppState } from '../../app/app-state.ts';
import { RadioGroup } from '../../ui/choices.tsx';
import { Feedback } from './feedback.tsx';
import { useSetting } from './use-setting.ts';

const LANGUAGES = ['system', 'en', 'es'] as const;

/** The language of the page. Each language is named in its own words. */
export function LanguageChoice() {
  const { t } = useTranslation('settings');
  const { systemLanguage } = useAppState();
  const language = useSetting('language');
  return (
    <>
      <RadioGroup
        label={t('appearance.language')}
        value={language.value}
        onChange={language.change}
        choices={LANGUAGES.map((value) => ({
          value,
          label: t(`appearance.languages.${value}`, { language: t(`appearance.languages.${systemLanguage}`) }),
        }))}
      />
      <p className="quiet">{t('appearance.languageHelp')}</p>
      <Feedback state={language.state} />
    </>
  );
}
