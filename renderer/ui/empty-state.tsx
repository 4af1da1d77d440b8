import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import './content.css';

interface EmptyStateProps {
  readonly icon: LucideIcon;
  readonly title: string;
  /** Why it is empty, and what to do about it. */
  readonly children?: ReactNode;
}

/** What stands where a list would be, when there is nothing in it. */
export function EmptyState({ icon: Icon, title, children }: EmptyStateProps) {
  return (
    <div className="empty">
      <Icon aria-hidden size={32} strokeWidth={1.5} />
      <h2>{title}</h2>
      {children !== undefined && <div className="empty-more">{children}</div>}
    </div>
  );
}
