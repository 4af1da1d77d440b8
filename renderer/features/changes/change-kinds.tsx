import { useTranslation } from 'react-i18next';
import { FilePenLine, History, RefreshCw, SearchCheck, SearchX, Stamp, type LucideIcon } from 'lucide-react';
import type { ChangeKind } from '../../../shared/case/change.ts';
import './changes.css';

const ICONS: Readonly<Record<ChangeKind, LucideIcon>> = {
  status_changed: RefreshCw,
  text_changed: FilePenLine,
  history_added: History,
  record_touched: Stamp,
  not_recognised: SearchX,
  recognised_again: SearchCheck,
};

/** The kinds of a change in words, the weightiest first. */
export function ChangeKinds({ kinds }: { readonly kinds: readonly ChangeKind[] }) {
  const { t } = useTranslation();
  return (
    <ul className="change-kinds">
      {kinds.map((kind) => {
        const Icon = ICONS[kind];
        return (
          <li key={kind}>
            <Icon aria-hidden size={15} />
            {t(`change.${kind}`)}
          </li>
        );
      })}
    </ul>
  );
}
