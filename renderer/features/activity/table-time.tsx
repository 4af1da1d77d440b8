import { useMemo } from 'react';
import type { Instant } from '../../../shared/clock.ts';
import { useFormats, useLanguage } from '../../app/i18n/formats.ts';

/** A moment in a narrow column: it breaks between the date and the time only. */
export function TableTime({ at }: { readonly at: Instant }) {
  const formats = useFormats();
  const language = useLanguage();
  const date = useMemo(() => new Intl.DateTimeFormat(`${language}-US`, { dateStyle: 'medium' }), [language]);
  return (
    <time className="numbers table-time" dateTime={new Date(at).toISOString()} title={formats.exact(at)}>
      <span>{date.format(at)}</span> <span>{formats.time(at)}</span>
    </time>
  );
}
