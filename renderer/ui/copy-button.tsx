import { Copy } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from './button.tsx';
import { useToasts } from './toast-context.ts';

/** Puts a text on the clipboard, and says whether that went well. */
export function CopyButton({ text, label }: { readonly text: string; readonly label: string }) {
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
  return (
    <Button icon={Copy} look="plain" onPress={() => void copy()}>
      {label}
    </Button>
  );
}
