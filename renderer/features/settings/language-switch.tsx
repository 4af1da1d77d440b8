import { useTranslation } from 'react-i18next';
import { useLanguage } from '../../app/i18n/formats.ts';
import { Segments } from '../../ui/choices.tsx';
import { useSetting } from './use-setting.ts';

/** The language, for where the settings cannot be reached yet. */
export function LanguageSwitch() {
  const { t } = useTranslation('settings');
  const language = useSetting('language');
  const shown = useLanguage();
  return (
    <Segments
      label={t('appearance.language')}
      value={language.value === 'system' ? shown : language.value}
      onChange={language.change}
      choices={[
        { value: 'en', label: t('appearance.languages.en') },
        { value: 'es', label: t('appearance.languages.es') },
      ]}
    />
  );
}
