import { Check, Minus } from 'lucide-react';
import type { ReactNode } from 'react';
import {
  CheckboxButton,
  CheckboxField,
  Label,
  RadioButton,
  RadioField,
  RadioGroup as AriaRadioGroup,
  SwitchButton,
  SwitchField,
  Text,
  ToggleButton,
  ToggleButtonGroup,
} from 'react-aria-components';
import './fields.css';

interface ToggleProps {
  readonly isSelected: boolean;
  readonly onChange: (selected: boolean) => void;
  readonly children: ReactNode;
  readonly help?: string;
  readonly isDisabled?: boolean;
}

interface CheckboxProps extends ToggleProps {
  readonly isIndeterminate?: boolean;
}

/** A box to tick, with its words. Takes effect with the form that it is in. */
export function Checkbox({ children, help, ...rest }: CheckboxProps) {
  return (
    <CheckboxField {...rest} className="choice">
      <CheckboxButton className="choice-line">
        {({ isSelected, isIndeterminate }) => (
          <>
            <span className="box" aria-hidden>
              {isIndeterminate ? <Minus size={14} /> : isSelected && <Check size={14} />}
            </span>
            {children}
          </>
        )}
      </CheckboxButton>
      {help !== undefined && (
        <Text slot="description" className="field-help">
          {help}
        </Text>
      )}
    </CheckboxField>
  );
}

/** Something that is on or off, and takes effect at once. */
export function Switch({ children, help, ...rest }: ToggleProps) {
  return (
    <SwitchField {...rest} className="choice">
      <SwitchButton className="choice-line">
        <span className="track" aria-hidden />
        {children}
      </SwitchButton>
      {help !== undefined && (
        <Text slot="description" className="field-help">
          {help}
        </Text>
      )}
    </SwitchField>
  );
}

export interface Choice<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly help?: string;
  readonly isDisabled?: boolean;
}

interface ChoiceProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  readonly choices: readonly Choice<Value>[];
}

/** One of a few, all in sight, each with its explanation. */
export function RadioGroup<Value extends string>({ label, value, onChange, choices }: ChoiceProps<Value>) {
  const choose = (chosen: string): void => {
    const choice = choices.find((each) => each.value === chosen);
    if (choice !== undefined) onChange(choice.value);
  };
  return (
    <AriaRadioGroup className="radio-group" value={value} onChange={choose}>
      <Label className="field-label">{label}</Label>
      {choices.map((choice) => (
        <RadioField key={choice.value} value={choice.value} className="choice" isDisabled={choice.isDisabled === true}>
          <RadioButton className="choice-line">
            <span className="dot" aria-hidden />
            {choice.label}
          </RadioButton>
          {choice.help !== undefined && (
            <Text slot="description" className="field-help">
              {choice.help}
            </Text>
          )}
        </RadioField>
      ))}
    </AriaRadioGroup>
  );
}

/** One of very few, side by side: for filters. `label` is heard, not seen. */
export function Segments<Value extends string>({ label, value, onChange, choices }: ChoiceProps<Value>) {
  return (
    <ToggleButtonGroup
      aria-label={label}
      className="segments"
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[value]}
      onSelectionChange={(keys) => {
        const choice = choices.find((each) => keys.has(each.value));
        if (choice !== undefined) onChange(choice.value);
      }}
    >
      {choices.map((choice) => (
        <ToggleButton key={choice.value} id={choice.value} className="segment">
          {choice.label}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
