import type { ReactNode, Ref } from 'react';
import {
  FieldError,
  Input,
  Label,
  Text,
  TextArea as AriaTextArea,
  TextField as AriaTextField,
  type TextFieldProps as AriaTextFieldProps,
} from 'react-aria-components';
import './fields.css';

interface TextFieldProps extends Omit<AriaTextFieldProps, 'className' | 'style' | 'children'> {
  readonly label: string;
  /** Help below the field. */
  readonly help?: ReactNode;
  /** What is wrong with what stands there, in words. */
  readonly problem?: string | null;
  readonly placeholder?: string;
  /** Digits and codes: in a type with even widths. */
  readonly digits?: boolean;
  readonly inputRef?: Ref<HTMLInputElement> | undefined;
  /** The id of a `datalist` whose options are proposed as somebody types. */
  readonly proposals?: string;
}

/** One line of text with its label. */
export function TextField({ label, help, problem, placeholder, digits, inputRef, proposals, ...rest }: TextFieldProps) {
  return (
    <AriaTextField {...rest} className="field" isInvalid={typeof problem === 'string'}>
      <Label>{label}</Label>
      <Input
        className={digits === true ? 'input digits' : 'input'}
        {...(placeholder === undefined ? {} : { placeholder })}
        {...(inputRef === undefined ? {} : { ref: inputRef })}
        {...(proposals === undefined ? {} : { list: proposals })}
      />
      <FieldHelp help={help} problem={problem} />
    </AriaTextField>
  );
}

interface TextAreaProps extends Omit<TextFieldProps, 'inputRef' | 'proposals'> {
  readonly rows?: number;
}

/** Several lines of text with their label. */
export function TextArea({ label, help, problem, placeholder, digits, rows = 4, ...rest }: TextAreaProps) {
  return (
    <AriaTextField {...rest} className="field" isInvalid={typeof problem === 'string'}>
      <Label>{label}</Label>
      <AriaTextArea
        className={digits === true ? 'input digits' : 'input'}
        rows={rows}
        {...(placeholder === undefined ? {} : { placeholder })}
      />
      <FieldHelp help={help} problem={problem} />
    </AriaTextField>
  );
}

interface FieldHelpProps {
  readonly help: ReactNode;
  readonly problem: string | null | undefined;
}

function FieldHelp({ help, problem }: FieldHelpProps) {
  return (
    <>
      {help !== undefined && (
        <Text slot="description" className="field-help">
          {help}
        </Text>
      )}
      <FieldError className="field-problem">{problem}</FieldError>
    </>
  );
}
