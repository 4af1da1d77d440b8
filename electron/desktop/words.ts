import i18next, { type i18n } from 'i18next';
import commonEn from '../../shared/locales/en/common.json' with { type: 'json' };
import desktopEn from '../../shared/locales/en/desktop.json' with { type: 'json' };
import documentsEn from '../../shared/locales/en/documents.json' with { type: 'json' };
import workspacesEn from '../../shared/locales/en/workspaces.json' with { type: 'json' };
import commonEs from '../../shared/locales/es/common.json' with { type: 'json' };
import desktopEs from '../../shared/locales/es/desktop.json' with { type: 'json' };
import documentsEs from '../../shared/locales/es/documents.json' with { type: 'json' };
import workspacesEs from '../../shared/locales/es/workspaces.json' with { type: 'json' };
import type { Bilingual } from '../../shared/service/answer.ts';

export type Language = 'en' | 'es';

/**
 * The words that the desktop itself says (notifications, tray, system dialogs), in the person's language; those of another
 * file by its name: `documents:…`.
 */
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
  resources: {
    en: { common: commonEn, desktop: desktopEn, documents: documentsEn, workspaces: workspacesEn },
    es: { common: commonEs, desktop: desktopEs, documents: documentsEs, workspaces: workspacesEs },
  },
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
