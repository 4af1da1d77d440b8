import { Check, ChevronDown } from 'lucide-react';
import {
  Button,
  Header,
  Label,
  ListBox,
  ListBoxItem,
  ListBoxSection,
  Popover,
  Select as AriaSelect,
  SelectValue,
  Text,
} from 'react-aria-components';
import type { Choice } from './choices.tsx';
import './fields.css';
import './overlay.css';

/** Choices that belong together, under their heading. */
export interface ChoiceSection<Value extends string> {
  readonly heading: string;
  readonly choices: readonly Choice<Value>[];
}

interface SelectProps<Value extends string> {
  readonly label: string;
  /** Null: none is chosen yet. */
  readonly value: Value | null;
  readonly onChange: (value: Value) => void;
  readonly choices: readonly Choice<Value>[] | readonly ChoiceSection<Value>[];
  /** Stands there while none is chosen. */
  readonly placeholder?: string;
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
  placeholder,
  help,
  inline = false,
  isDisabled = false,
}: SelectProps<Value>) {
  const sections = choices.map((one) => ('heading' in one ? one : { heading: null, choices: [one] }));
  const flat = sections.flatMap((section) => section.choices);
  return (
    <AriaSelect
      className={inline ? 'field select-inline' : 'field'}
      value={value}
      onChange={(chosen) => {
        const choice = flat.find((each) => each.value === chosen);
        if (choice !== undefined) onChange(choice.value);
      }}
      isDisabled={isDisabled}
      {...(placeholder === undefined ? {} : { placeholder })}
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
        <ListBox>
          {sections.map(({ heading, choices: within }) =>
            heading === null ? (
              within.map((choice) => <Option key={choice.value} choice={choice} />)
            ) : (
              <ListBoxSection key={heading}>
                <Header className="option-heading">{heading}</Header>
                {within.map((choice) => (
                  <Option key={choice.value} choice={choice} />
                ))}
              </ListBoxSection>
            ),
          )}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}

function Option<Value extends string>({ choice }: { readonly choice: Choice<Value> }) {
  return (
    <ListBoxItem id={choice.value} textValue={choice.label} className="option" isDisabled={choice.isDisabled === true}>
      {({ isSelected }) => (
        <>
          <span className="option-check">{isSelected && <Check aria-hidden size={16} />}</span>
          {choice.label}
        </>
      )}
    </ListBoxItem>
  );
}
