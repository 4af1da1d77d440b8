import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components';
import { Tooltip } from './tooltip.tsx';
import './button.css';

/** `primary`: the one thing that a screen is for. `danger`: destroys something. `plain`: no frame, for lesser things. */
export type ButtonLook = 'primary' | 'normal' | 'plain' | 'danger';

interface ButtonProps extends Omit<AriaButtonProps, 'className' | 'style' | 'children'> {
  readonly look?: ButtonLook;
  readonly icon?: LucideIcon;
  readonly children: ReactNode;
}

/** A button with words. `isPending` shows that it is at work and keeps the focus. */
export function Button({ look = 'normal', icon: Icon, children, ...rest }: ButtonProps) {
  return (
    <AriaButton {...rest} className={`button button-${look}`}>
      {Icon !== undefined && <Icon aria-hidden size={16} />}
      {children}
    </AriaButton>
  );
}

interface IconButtonProps extends Omit<AriaButtonProps, 'className' | 'style' | 'children' | 'aria-label'> {
  readonly icon: LucideIcon;
  /** What it does: its name for a screen reader, and its tooltip. */
  readonly label: string;
  /** The icon is filled: something is on. */
  readonly filled?: boolean;
}

/** A button that is only an icon. */
export function IconButton({ icon: Icon, label, filled = false, ...rest }: IconButtonProps) {
  return (
    <Tooltip text={label}>
      <AriaButton {...rest} aria-label={label} className="icon-button">
        <Icon aria-hidden size={18} fill={filled ? 'currentColor' : 'none'} />
      </AriaButton>
    </Tooltip>
  );
}
