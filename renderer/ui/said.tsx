import { useTranslation } from 'react-i18next';
import type { ServiceSaid } from '../../shared/service/answer.ts';
import './content.css';

/** What USCIS itself said with an answer, verbatim, with its code and trace. Nothing, when it said nothing. */
export function SaidView({ said }: { readonly said: ServiceSaid }) {
  const { t } = useTranslation();
  if (saidAsText(said) === '') return null;
  return (
    <div className="said">
      {said.message !== undefined && (
        <>
          <p className="quiet">{t('said.message')}</p>
          <p className="verbatim">{said.message}</p>
        </>
      )}
      <p className="said-facts">
        {said.httpStatus !== undefined && <span>{t('said.http', { status: said.httpStatus })}</span>}
        {said.code !== undefined && <span>{t('said.code', { code: said.code })}</span>}
        {said.traceId !== undefined && <span>{t('said.trace', { trace: said.traceId })}</span>}
      </p>
    </div>
  );
}

/** The same as plain text, for the clipboard: in no language, so that a help desk anywhere can read it. */
export function saidAsText(said: ServiceSaid): string {
  return [
    said.httpStatus === undefined ? '' : `HTTP ${said.httpStatus}`,
    said.code === undefined ? '' : `code: ${said.code}`,
    said.message === undefined ? '' : `message: ${said.message}`,
    said.traceId === undefined ? '' : `trace: ${said.traceId}`,
  ]
    .filter((part) => part !== '')
    .join('\n');
}
