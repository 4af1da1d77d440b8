import { useEffect, useRef, type ReactNode } from 'react';
import { useNavigation } from '../app/navigation.tsx';
import './screen.css';

interface ScreenProps {
  readonly title: string;
  /** In front of the title: a way back. */
  readonly before?: ReactNode;
  /** Beside the title. */
  readonly beside?: ReactNode;
  /** Buttons at the right of the title. */
  readonly actions?: ReactNode;
  /** Below the title: filters and the like. They stay when the rest scrolls. */
  readonly tools?: ReactNode;
  /** The content scrolls by itself (a virtual table). */
  readonly ownScroll?: boolean;
  readonly children: ReactNode;
}

/** One screen: its title takes the focus when somebody navigated to it, so that a screen reader says where one is. */
export function Screen({ title, before, beside, actions, tools, ownScroll = false, children }: ScreenProps) {
  const { move } = useNavigation();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (move > 0) heading.current?.focus();
  }, [move]);
  useEffect(() => {
    document.title = `${title} – Caseharbor`;
  }, [title]);
  return (
    <>
      <header className="screen-head">
        <div className="screen-title">
          {before}
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          {beside}
        </div>
        {actions !== undefined && <div className="screen-actions">{actions}</div>}
        {tools !== undefined && <div className="screen-tools">{tools}</div>}
      </header>
      <div className={ownScroll ? 'screen-body screen-body-own' : 'screen-body'}>{children}</div>
    </>
  );
}
