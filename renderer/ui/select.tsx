import { Check, ChevronDown } from 'lucide-react';
import {
  Button,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  Select as AriaSelect,
  SelectValue,
  Text,
} from 'react-aria-components';
import type { Choice } from './choices.tsx';
import './fields.css';
import './overlay.css';

interface SelectProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  readonly choices: readonly Choice<Value>[];
  readonly help?: string;
  /** The label stands beside it. */
  readonly inline?: boolean;
  readonly isDisabled?: boolean;
}

/** One of a list. */
export function Select<Value extends string>({
  label,
  value,
  onChange,
  choices,
  help,
  inline = false,
  isDisabled = false,
}: SelectProps<Value>) {
  return (
    <AriaSelect
      className={inline ? 'field select-inline' : 'field'}
      value={value}
      onChange={(chosen) => {
        const choice = choices.find((each) => each.value === chosen);
        if (choice !== undefined) onChange(choice.value);
      }}
      isDisabled={isDisabled}
    >
      <Label>{label}</Label>
      <Button className="select-button">
        <SelectValue />
        <ChevronDown aria-hidden size={16} />
      </Button>
      {help !== undefined && (
        <Text slot="description" className="field-help">
          {help}
        </Text>
      )}
      <Popover className="popover">
        <ListBox items={choices.map((choice) => ({ ...choice, id: choice.value }))}>
          {(choice) => (
            <ListBoxItem
              id={choice.id}
              textValue={choice.label}
              className="option"
              isDisabled={choice.isDisabled === true}
            >
              {({ isSelected }) => (
                <>
                  <span className="option-check">{isSelected && <Check aria-hidden size={16} />}</span>
                  {choice.label}
                </>
              )}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}
