import type { ChangeView } from '../../shared/contract/cases.ts';
import type { NotificationLevel } from '../../shared/contract/notification-levels.ts';
import { maskReceipt } from '../../shared/case/receipt-number.ts';
import { plainText } from '../../shared/case/rich-text.ts';
import type { Words } from './words.ts';

/** One desktop notification: its words, and what a click on it shows. */
export interface Announcement {
  readonly title: string;
  readonly body: string;
  readonly opens: { readonly to: 'case'; readonly id: number } | { readonly to: 'inbox' };
}

/** More changes than this in one go give one summary. */
const SINGLES = 3;

/**
 * The notifications for the changes of a pull: one each, above three one summary; with as much said as `level` allows.
 * `full` says the client, the receipt and USCIS's words; `masked` no name, no words of USCIS and four characters of the
 * receipt; `count` a number only; `off` nothing.
 */
export function announce(changes: readonly ChangeView[], level: NotificationLevel, words: Words): Announcement[] {
  if (level === 'off' || changes.length === 0) return [];
  if (level === 'count' || changes.length > SINGLES) {
    const cases = new Set(changes.map((change) => change.caseId)).size;
    return [
      {
        title: words.t('changes', { count: changes.length }),
        body: level === 'count' ? words.t('openInbox') : words.t('inCases', { count: cases }),
        opens: { to: 'inbox' },
      },
    ];
  }
  return changes.map((change) => ({
    ...(level === 'full' ? full(change, words) : masked(change, words)),
    opens: { to: 'case', id: change.caseId },
  }));
}

function full(change: ChangeView, words: Words): { title: string; body: string } {
  const who = change.client || change.label || words.t('aCase');
  return { title: `${who} · ${change.receipt}`, body: whatChanged(change, words) };
}

/** The kind and USCIS's words, each where it says what the other does not. */
function whatChanged(change: ChangeView, words: Words): string {
  if (change.after === null) return kind(change, words);
  const said = plainText(words.pick(change.after.title));
  return change.kinds[0] === 'status_changed' ? said : `${kind(change, words)}: ${said}`;
}

function masked(change: ChangeView, words: Words): { title: string; body: string } {
  return { title: words.t('caseEnding', { ending: maskReceipt(change.receipt) }), body: kind(change, words) };
}

const kind = (change: ChangeView, words: Words): string => words.t(`kind.${change.kinds[0] ?? 'record_touched'}`);
