import i18next, { type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { resources, type Language, type Words } from './resources.ts';

declare module 'i18next' {
  /** Makes a key that no file has a type error. */
  interface CustomTypeOptions {
    defaultNS: 'common';
    resources: Words;
  }
}

/** The page's translator. All words are in the bundle: nothing is loaded. React escapes, so i18next does not. */
export function createTranslator(language: Language): i18n {
  const translator = i18next.createInstance();
  void translator.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'en',
    defaultNS: 'common',
    ns: Object.keys(resources.en),
    resources,
    interpolation: { escapeValue: false },
    initAsync: false,
  });
  return translator;
}
