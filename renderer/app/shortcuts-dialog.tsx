import { useTranslation } from 'react-i18next';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';

const isMac = navigator.userAgent.includes('Mac');
const control = isMac ? '⌘' : 'Ctrl';

const KEYS = [
  { keys: [control, '1'], what: 'inbox' },
  { keys: [control, '2'], what: 'cases' },
  { keys: [control, '3'], what: 'activity' },
  { keys: [control, '4'], what: 'settings' },
  { keys: [isMac ? '⌥' : 'Alt', '←'], what: 'back' },
  { keys: [control, isMac ? '⇧' : 'Shift', 'L'], what: 'lock' },
  { keys: ['/'], what: 'search' },
  { keys: ['↑', '↓'], what: 'rows' },
  { keys: ['Enter'], what: 'open' },
  { keys: ['Space'], what: 'select' },
  { keys: [control, 'A'], what: 'select_all' },
  { keys: ['Esc'], what: 'escape' },
  { keys: ['?'], what: 'help' },
] as const;

/** Every key that the page knows. */
export function ShortcutsDialog({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title={t('shortcuts.title')}
      actions={<Button onPress={onClose}>{t('action.close')}</Button>}
    >
      <dl className="shortcuts">
        {KEYS.map(({ keys, what }) => (
          <div key={what}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{t(`shortcuts.${what}`)}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
