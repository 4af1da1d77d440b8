import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { plainText } from '../../../shared/case/rich-text.ts';
import type { ObservationView } from '../../../shared/contract/cases.ts';
import { useLanguage } from '../../app/i18n/formats.ts';
import type { Language } from '../../app/i18n/resources.ts';
import { inLanguage } from '../../ui/bilingual.ts';
import { wordDifference, type Piece } from './word-diff.ts';

type Content = Pick<ObservationView, 'title' | 'description'>;

interface TextComparisonProps {
  readonly before: Content;
  readonly after: Content;
}

/** Both texts in full, side by side, with the words that differ marked; then the same in the other language. */
export function TextComparison({ before, after }: TextComparisonProps) {
  const { t } = useTranslation('inbox');
  const language = useLanguage();
  const other = language === 'en' ? 'es' : 'en';
  return (
    <div className="comparison">
      <Pair before={before} after={after} language={language} />
      <p className="comparison-language">{t('other_language')}</p>
      <Pair before={before} after={after} language={other} />
    </div>
  );
}

function Pair({ before, after, language }: TextComparisonProps & { readonly language: Language }) {
  const { t } = useTranslation('inbox');
  const [old, now] = [textOf(before, language), textOf(after, language)];
  const difference = wordDifference(old.text, now.text);
  return (
    <div className="comparison-pair">
      <Side name={t('before')} lang={old.lang} title={old.title} pieces={difference.before} mark="del" />
      <Side name={t('after')} lang={now.lang} title={now.title} pieces={difference.after} mark="ins" />
    </div>
  );
}

function textOf({ title, description }: Content, language: Language) {
  const { text, lang } = inLanguage(description, language);
  return { title: inLanguage(title, lang).text, text: plainText(text), lang };
}

interface SideProps {
  readonly name: string;
  readonly lang: Language;
  readonly title: string;
  readonly pieces: readonly Piece[];
  readonly mark: 'del' | 'ins';
}

function Side({ name, lang, title, pieces, mark: Mark }: SideProps) {
  const { t } = useTranslation('inbox');
  const heard = Mark === 'del' ? t('removed') : t('added');
  return (
    <div className="comparison-side">
      <p className="quiet">{name}</p>
      <p lang={lang} className="comparison-title">
        {title}
      </p>
      <p lang={lang} className="verbatim">
        {pieces.length === 0 && <span className="quiet">{t('no_text')}</span>}
        {pieces.map((piece, index) =>
          piece.kind === 'same' || piece.text.trim() === '' ? (
            piece.text
          ) : (
            <Fragment key={index}>
              <Mark>
                <span className="sr-only">{heard}</span>
                {piece.text.trimEnd()}
              </Mark>
              {/\s*$/.exec(piece.text)?.[0]}
            </Fragment>
          ),
        )}
      </p>
    </div>
  );
}
