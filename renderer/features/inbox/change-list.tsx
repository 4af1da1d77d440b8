import { startTransition, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChangeView } from '../../../shared/contract/cases.ts';
import { useNow } from '../../app/clock.ts';
import { useFormats } from '../../app/i18n/formats.ts';
import { byDay } from './by-day.ts';
import { ChangeItem } from './change-item.tsx';
import type { Selection } from './use-selection.ts';

interface ChangeListProps {
  readonly changes: readonly ChangeView[];
  readonly selection: Selection;
  readonly onAcknowledge: (ids: number[], read: boolean) => Promise<void>;
}

/** More than fit a screen. */
const FIRST = 20;

/** The first few at once, and the rest when those are drawn: an Inbox of a morning is drawn in half the time. */
function useInTwoSteps<Item>(items: readonly Item[]): readonly Item[] {
  const [isWhole, setWhole] = useState(false);
  const isThere = items.length > 0;
  useEffect(() => {
    if (isThere) startTransition(() => setWhole(true));
  }, [isThere]);
  return isWhole ? items : items.slice(0, FIRST);
}

/** The changes by day. When one that had the focus leaves the list, the focus goes to the one in its place. */
export function ChangeList({ changes, selection, onAcknowledge }: ChangeListProps) {
  const { t } = useTranslation('inbox');
  const formats = useFormats();
  const now = useNow();
  const drawn = useInTwoSteps(changes);
  const list = useRef<HTMLDivElement>(null);
  const left = useRef<number | null>(null);
  useEffect(() => {
    if (left.current === null || document.activeElement !== document.body) return;
    const items = list.current?.querySelectorAll<HTMLElement>('.change .link-button') ?? [];
    const place = Math.min(left.current, items.length - 1);
    left.current = null;
    items[place]?.focus();
  }, [changes]);
  return (
    <div ref={list}>
      {byDay(drawn, now, formats.day).map((day) => (
        <section key={day.name} className="day">
          <h2 className="day-name">{day.is === 'earlier' ? day.name : `${t(day.is)} · ${day.name}`}</h2>
          <ul className="changes">
            {day.changes.map((change) => (
              <ChangeItem
                key={change.id}
                change={change}
                isSelected={selection.has(change.id)}
                onSelect={(selected) => selection.set(change.id, selected)}
                onAcknowledge={(read) => {
                  left.current = changes.indexOf(change);
                  void onAcknowledge([change.id], read);
                }}
              />
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}
