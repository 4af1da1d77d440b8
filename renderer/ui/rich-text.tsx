import { ExternalLink as ExternalIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-aria-components';
import { parseRichText } from '../../shared/case/rich-text.ts';
import { ask } from '../app/ask.ts';
import { useReportProblem } from './report-problem.ts';
import './content.css';

/** A link that leaves the application, through the one door: the main process opens it in the person's browser. */
function ExternalLink({ href, children }: { readonly href: string; readonly children: ReactNode }) {
  const { t } = useTranslation();
  const report = useReportProblem();
  const open = async (): Promise<void> => {
    const result = await ask('app.open_link', { url: href });
    if (!result.ok) report(result.problem);
  };
  return (
    <Link className="link" onPress={() => void open()}>
      <span title={href}>{children}</span>
      <ExternalIcon aria-hidden size={13} className="link-icon" />
      <span className="sr-only"> ({t('link.opens_browser')})</span>
    </Link>
  );
}

/** A text from USCIS, verbatim: its anchors become links by parsing, everything else is text. `lang` is the text's own. */
export function RichText({ text, lang }: { readonly text: string; readonly lang: 'en' | 'es' }) {
  return (
    <span className="verbatim" lang={lang}>
      {parseRichText(text).map((piece, index) =>
        piece.kind === 'text' ? (
          piece.text
        ) : (
          <ExternalLink key={index} href={piece.href}>
            {piece.text}
          </ExternalLink>
        ),
      )}
    </span>
  );
}
