import { Copy } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button, IconButton } from './button.tsx';
import { useToasts } from './toast-context.ts';

interface CopyButtonProps {
  readonly text: string;
  readonly label: string;
  /** Without the words, where there is little room. */
  readonly iconOnly?: boolean;
}

/** Puts a text on the clipboard, and says whether that went well. */
export function CopyButton({ text, label, iconOnly = false }: CopyButtonProps) {
  const { t } = useTranslation();
  const { show } = useToasts();
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      show({ words: t('copy.done') });
    } catch {
      show({ words: t('copy.failed'), isProblem: true });
    }
  };
  if (iconOnly) return <IconButton icon={Copy} label={label} onPress={() => void copy()} />;
  return (
    <Button icon={Copy} look="plain" onPress={() => void copy()}>
      {label}
    </Button>
  );
}
