import { useEffect } from 'react';
import { useNavigation } from './navigation.tsx';

/** In the order of Ctrl/Cmd+1 to 4. */
export const MAIN_SCREENS = ['inbox', 'cases', 'activity', 'settings'] as const;

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.matches('input, textarea, [contenteditable]');

const modalIsOpen = (): boolean => document.querySelector('[role="dialog"], [role="alertdialog"]') !== null;

/** The keys that work on every screen; they are listed in the Shortcuts dialog. `isOn`: there are screens to go to. */
export function useShortcuts(isOn: boolean, onHelp: () => void): void {
  const { go, back } = useNavigation();
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || modalIsOpen()) return;
      const screen = /^[1-4]$/.test(event.key) ? MAIN_SCREENS[Number(event.key) - 1] : undefined;
      if ((event.ctrlKey || event.metaKey) && !event.altKey && screen !== undefined && isOn) go({ screen });
      else if (event.altKey && event.key === 'ArrowLeft') back?.();
      else if (event.key === '?' && !isTyping(event.target)) onHelp();
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [go, back, isOn, onHelp]);
}
