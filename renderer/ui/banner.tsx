import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import './content.css';

interface BannerProps {
  readonly tone: 'action' | 'pending' | 'danger' | 'unknown';
  readonly icon: LucideIcon;
  readonly children: ReactNode;
  /** A button at its end. */
  readonly end?: ReactNode;
}

/** One line across the window that stays while it is true. */
export function Banner({ tone, icon: Icon, children, end }: BannerProps) {
  return (
    <div className={`banner banner-${tone}`}>
      <Icon aria-hidden size={16} />
      <div className="banner-words">{children}</div>
      {end}
    </div>
  );
}
