import { createContext, use } from 'react';

export interface Toast {
  readonly words: string;
  /** What belongs to it, each on a line of its own. */
  readonly more?: readonly string[];
  /** Takes the deed back. */
  readonly undo?: () => void;
  /** Stays until it is dismissed, and is marked as what it is. */
  readonly isProblem?: boolean;
  /** Good news that must be read also stays. */
  readonly stays?: boolean;
}

export interface Toasts {
  readonly show: (toast: Toast) => void;
  /** Takes away all that are shown. */
  readonly clear: () => void;
  /** Says something to a screen reader, without showing it. */
  readonly announce: (words: string) => void;
}

export const ToastContext = createContext<Toasts | null>(null);

/** What was done, in a word at the foot of the window, with Undo. */
export function useToasts(): Toasts {
  const toasts = use(ToastContext);
  if (toasts === null) throw new Error('useToasts outside ToastRegion');
  return toasts;
}
