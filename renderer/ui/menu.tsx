import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { Menu as AriaMenu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import './overlay.css';

export interface MenuAction {
  readonly id: string;
  readonly label: string;
  readonly icon?: LucideIcon;
  readonly isDanger?: boolean;
  readonly isDisabled?: boolean;
  readonly run: () => void;
}

interface MenuProps {
  /** What the menu is of. */
  readonly label: string;
  /** The button that opens it. */
  readonly trigger: ReactNode;
  readonly actions: readonly MenuAction[];
}

/** A list of things to do behind a button. */
export function Menu({ label, trigger, actions }: MenuProps) {
  return (
    <MenuTrigger>
      {trigger}
      <Popover className="popover">
        <AriaMenu aria-label={label} items={actions}>
          {({ id, label: words, icon: Icon, isDanger, isDisabled, run }) => (
            <MenuItem
              id={id}
              textValue={words}
              className="option"
              isDisabled={isDisabled === true}
              onAction={run}
              {...(isDanger === true ? { 'data-danger': true } : {})}
            >
              {Icon !== undefined && <Icon aria-hidden size={16} />}
              {words}
            </MenuItem>
          )}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}
