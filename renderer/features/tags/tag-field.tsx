import { useId, type ReactNode, type Ref } from 'react';
import { useAsked } from '../../app/queries.ts';
import { TextField } from '../../ui/fields.tsx';

interface TagFieldProps {
  readonly label: string;
  readonly help: ReactNode;
  readonly problem: string | null;
  readonly value: string;
  readonly onChange: (text: string) => void;
  readonly autoFocus?: boolean;
  readonly inputRef?: Ref<HTMLInputElement>;
}

/** Where a tag is typed; the tags that there are already are proposed. */
export function TagField(props: TagFieldProps) {
  const proposals = useId();
  // Without them a tag is typed whole: nothing is lost.
  const tags = useAsked('cases.tags', null).data?.tags ?? [];
  return (
    <>
      <TextField {...props} maxLength={400} proposals={proposals} />
      <datalist id={proposals}>
        {tags.map((tag) => (
          <option key={tag} value={tag} />
        ))}
      </datalist>
    </>
  );
}
