import { CircleAlert, Undo2, X } from 'lucide-react';
import { useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { SECOND } from '../../shared/clock.ts';
import { useLanguage } from '../app/i18n/formats.ts';
import type { Language } from '../app/i18n/resources.ts';
import { pageClock } from '../app/clock.ts';
import { Button, IconButton } from './button.tsx';
import { ToastContext, type Toast, type Toasts } from './toast-context.ts';
import './toast.css';

interface Shown extends Toast {
  readonly key: number;
  /** The language that it was raised in: its words are finished, and stay in it. */
  readonly language: Language;
}

/** Long enough to read and to reach for Undo; it waits while the pointer or the focus is on it. */
const STAYS = 10 * SECOND;
const MOST = 3;

/**
 * The foot of the window where toasts stand, and the one live region of the page. Both stay heard and within reach while a
 * dialog is open: react-aria leaves out what is marked so.
 */
export function ToastRegion({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [toasts, setToasts] = useState<readonly Shown[]>([]);
  const [spoken, setSpoken] = useState({ words: '', turn: 0 });
  const next = useRef(0);

  const dismiss = useCallback((key: number) => setToasts((all) => all.filter((toast) => toast.key !== key)), []);
  const announce = useCallback((words: string) => setSpoken((last) => ({ words, turn: last.turn + 1 })), []);
  const show = useCallback(
    (toast: Toast) => {
      next.current += 1;
      const shown = { ...toast, language, key: next.current };
      setToasts((all) => [...all, shown].slice(-MOST));
      announce([toast.words, ...(toast.more ?? [])].join(' '));
    },
    [announce, language],
  );
  const clear = useCallback(() => {
    setToasts([]);
    announce('');
  }, [announce]);
  /** In another language stays only what a person may still need. */
  const stays = (toast: Shown): boolean =>
    toast.language === language || toast.undo !== undefined || toast.isProblem === true || toast.stays === true;
  const value = useMemo((): Toasts => ({ show, announce, clear }), [show, announce, clear]);

  return (
    <ToastContext value={value}>
      {children}
      <div role="status" aria-live="polite" className="sr-only" data-react-aria-top-layer>
        {/* The same words twice are two messages: a new element is read again. */}
        <span key={spoken.turn}>{spoken.words}</span>
      </div>
      <section className="toasts" aria-label={t('toast.region')} data-react-aria-top-layer>
        {toasts.filter(stays).map((toast) => (
          <ToastView key={toast.key} toast={toast} onClose={() => dismiss(toast.key)} />
        ))}
      </section>
    </ToastContext>
  );
}

function ToastView({ toast, onClose }: { readonly toast: Shown; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const [held, setHeld] = useState(false);
  const stays = toast.isProblem === true || toast.stays === true;
  const close = useRef(onClose);
  useEffect(() => {
    close.current = onClose;
  });
  useEffect(() => {
    if (held || stays) return;
    return pageClock.after(STAYS, () => close.current());
  }, [held, stays]);

  const { undo } = toast;
  return (
    <div
      className="toast"
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      {toast.isProblem === true && <CircleAlert aria-hidden size={18} className="toast-problem" />}
      <div className="toast-words" lang={toast.language}>
        <p>{toast.words}</p>
        {toast.more !== undefined && toast.more.length > 0 && (
          <ul>
            {toast.more.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        )}
      </div>
      {undo !== undefined && (
        <Button
          look="plain"
          icon={Undo2}
          onPress={() => {
            undo();
            onClose();
          }}
        >
          {t('action.undo')}
        </Button>
      )}
      <IconButton icon={X} label={t('action.dismiss')} onPress={onClose} />
    </div>
  );
}
