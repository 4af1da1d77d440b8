import { useEffect } from 'react';
import { SECOND } from '../../shared/clock.ts';
import { pageClock } from './clock.ts';

/** Whoever takes something away and knows better where to go on has gone there by then: a dialog that gives the focus back. */
const GRACE = SECOND / 5;

/**
 * Nobody loses their place because what they pressed went away, or cannot be pressed any more: the focus goes to the name
 * of the nearest part of the page that is still there.
 */
export function useKeptFocus(): void {
  useEffect(() => {
    let way: readonly Element[] = [];
    let stop: (() => void) | null = null;
    const remember = ({ target }: FocusEvent): void => {
      // What is lost next has its own time of grace.
      stop?.();
      stop = null;
      if (target instanceof Element) way = upFrom(target);
    };
    const mend = (): void => {
      stop = null;
      const [last] = way;
      if (last === undefined || hasFocusElsewhere(last)) return;
      const next = isGone(last) ? nameNear(way) : last;
      if (!(next instanceof HTMLElement)) return;
      if (isGone(last) && !next.hasAttribute('tabindex')) next.tabIndex = -1;
      next.focus({ preventScroll: next.tagName === 'H1' });
    };
    const look = (): void => {
      const [last] = way;
      if (stop !== null || last === undefined || !isGone(last) || hasFocusElsewhere(last)) return;
      stop = pageClock.after(GRACE, mend);
    };
    const observer = new MutationObserver(look);
    observer.observe(document.body, { childList: true, subtree: true, attributeFilter: ['disabled'] });
    document.addEventListener('focusin', remember);
    return () => {
      observer.disconnect();
      document.removeEventListener('focusin', remember);
      stop?.();
    };
  }, []);
}

const upFrom = (element: Element): Element[] => {
  const way: Element[] = [];
  for (let each: Element | null = element; each !== null && each !== document.body; each = each.parentElement) {
    way.push(each);
  }
  return way;
};

const isGone = (element: Element): boolean => !element.isConnected || element.matches(':disabled');

const hasFocusElsewhere = (last: Element): boolean =>
  document.activeElement !== null && document.activeElement !== document.body && document.activeElement !== last;

/**
 * What the innermost part that is still there is called by: its heading, or its tab; else the title of the dialog that is open,
 * which what is behind it must not be reached from, or of the screen.
 */
function nameNear(way: readonly Element[]): Element | null {
  const dialog = [...document.querySelectorAll('[role="dialog"], [role="alertdialog"]')].at(-1);
  const still = way.filter((each) => each.isConnected);
  for (const part of dialog === undefined ? still : [...still, dialog]) {
    const name = document.getElementById(part.getAttribute('aria-labelledby') ?? '');
    if (name?.matches('h1, h2, h3, h4, [role="tab"]') === true) return name;
  }
  return dialog ?? document.querySelector('main h1');
}
