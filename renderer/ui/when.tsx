import type { CivilDate, Instant } from '../../shared/clock.ts';
import { useNow } from '../app/clock.ts';
import { useFormats } from '../app/i18n/formats.ts';

interface WhenProps {
  readonly at: Instant;
  /** `relative`: "5 minutes ago"; `short`: the same for tables. `absolute`: the date and the time. `both`: one after the other. */
  readonly show?: 'relative' | 'short' | 'absolute' | 'both';
}

/** A moment, in the reader's zone. The exact one is in its title. */
export function When({ at, show = 'relative' }: WhenProps) {
  const formats = useFormats();
  const now = useNow();
  const relative = formats.relative(at, now);
  const absolute = formats.dateTime(at);
  const short = formats.short(at, now);
  const words = { relative, short, absolute, both: `${absolute} (${relative})` }[show];
  return (
    <time className="numbers" dateTime={new Date(at).toISOString()} title={formats.exact(at)}>
      {words}
    </time>
  );
}

/** A date on the calendar. It has no zone, so it is the same everywhere. */
export function CalendarDate({ date }: { readonly date: CivilDate }) {
  const formats = useFormats();
  return (
    <time className="numbers" dateTime={date}>
      {formats.date(date)}
    </time>
  );
}
