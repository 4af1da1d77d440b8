import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { coverOf, useAppState } from './app-state.ts';
import { Banners } from './banners.tsx';
import { Navigation } from './nav.tsx';
import { useShortcuts } from './shortcuts.ts';
import { ShortcutsDialog } from './shortcuts-dialog.tsx';
import './shell.css';

/** The frame of the window: navigation at the left, what must be known at the top, the screen in the middle. */
export function Shell({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation();
  const state = useAppState();
  const isOpen = state.current !== null && coverOf(state) === null;
  const [help, setHelp] = useState(false);
  useShortcuts(isOpen, () => setHelp(true));
  return (
    <div className="shell">
      <a
        className="skip"
        href="#main"
        onClick={(event) => {
          event.preventDefault();
          document.getElementById('main')?.focus();
        }}
      >
        {t('skip')}
      </a>
      <Banners />
      <div className="shell-columns">
        {isOpen && <Navigation onHelp={() => setHelp(true)} />}
        <main id="main" tabIndex={-1} className="main">
          {children}
        </main>
      </div>
      <ShortcutsDialog isOpen={help} onClose={() => setHelp(false)} />
    </div>
  );
}
