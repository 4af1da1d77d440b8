import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { LineVerdict, ListLine } from '../../../shared/contract/cases.ts';
import { useFormats } from '../../app/i18n/formats.ts';
import { VerdictView } from './verdict.tsx';

const KINDS: readonly LineVerdict['kind'][] = ['new', 'present', 'deleted', 'repeated', 'malformed'];

/** The verdict on every line of a pasted list, with how many there are of each. Long lists stay smooth. */
export function VerdictList({ lines }: { readonly lines: readonly ListLine[] }) {
  const { t } = useTranslation('cases');
  const formats = useFormats();
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 34,
    overscan: 8,
  });
  if (lines.length === 0) return null;
  return (
    <div className="verdicts">
      <p className="verdict-counts" role="status">
        {KINDS.map((kind) => ({ kind, count: lines.filter(({ verdict }) => verdict.kind === kind).length }))
          .filter(({ count }) => count > 0)
          .map(({ kind, count }) => (
            <span key={kind}>
              {t(`verdict.${kind}`)}: <strong className="numbers">{formats.number(count)}</strong>
            </span>
          ))}
      </p>
      <div ref={scroller} className="verdict-scroll" role="region" tabIndex={0} aria-label={t('adding.lines')}>
        <ul style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, start }) => {
            const line = lines[index];
            if (line === undefined) return null;
            return (
              <li
                key={index}
                ref={virtual.measureElement}
                data-index={index}
                className="verdict-line"
                style={{ transform: `translateY(${start}px)` }}
              >
                <span className="digits cut" title={line.entered}>
                  {line.entered}
                </span>
                <VerdictView verdict={line.verdict} />
              </li>
            );
          })}
        </ul>
      </div>
    </div>
  );
}
