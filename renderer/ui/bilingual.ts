import type { Bilingual } from '../../shared/service/answer.ts';
import type { Language } from '../app/i18n/resources.ts';

export interface Said {
  readonly text: string;
  /** The language that the text is really in: English, where USCIS sent no Spanish. */
  readonly lang: Language;
}

/** What USCIS said, in the wanted language where it sent it. */
export function inLanguage(words: Bilingual, wanted: Language): Said {
  return wanted === 'es' && words.es !== null ? { text: words.es, lang: 'es' } : { text: words.en, lang: 'en' };
}
