import i18next, { type i18n } from 'i18next';
import en from '../../shared/locales/en/desktop.json' with { type: 'json' };
import es from '../../shared/locales/es/desktop.json' with { type: 'json' };
import type { Bilingual } from '../../shared/service/answer.ts';

export type Language = 'en' | 'es';

/** The words that the desktop itself says (notifications, tray, system dialogs), in the person's language. */
export interface Words {
  readonly language: Language;
  t(key: string, values?: Record<string, string | number>): string;
  /** USCIS's words in the person's language, in English where USCIS sent no Spanish. */
  pick(text: Bilingual): string;
}

const library: i18n = i18next.createInstance();
void library.init({
  initAsync: false,
  lng: 'en',
  fallbackLng: 'en',
  resources: { en: { desktop: en }, es: { desktop: es } },
  defaultNS: 'desktop',
  interpolation: { escapeValue: false },
});

export function wordsIn(language: Language): Words {
  return {
    language,
    t: (key, values) => library.t(key, { lng: language, ...values }),
    pick: (text) => (language === 'es' && text.es !== null && text.es !== '' ? text.es : text.en),
  };
}
