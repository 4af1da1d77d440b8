import { Check, MailOpen } from 'lucide-react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChangeView } from '../../../shared/contract/cases.ts';
import { useNavigation } from '../../app/navigation.tsx';
import { GroupBadge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/choices.tsx';
import { CalendarDate, When } from '../../ui/when.tsx';
import { ChangeBody } from '../changes/change-body.tsx';
import { ChangeKinds } from '../changes/change-kinds.tsx';

interface ChangeItemProps {
  readonly change: ChangeView;
  readonly isSelected: boolean;
  readonly onSelect: (selected: boolean) => void;
  readonly onAcknowledge: (read: boolean) => void;
}

/** One change: whose case, what kind, before and after. */
export function ChangeItem({ change, isSelected, onSelect, onAcknowledge }: ChangeItemProps) {
  const { t } = useTranslation('inbox');
  const { go } = useNavigation();
  const headingId = useId();
  const { receipt, client, label, form, read } = change;
  return (
    <li className="change" data-read={read}>
      <article aria-labelledby={headingId}>
        <div className="change-head">
          <Checkbox isSelected={isSelected} onChange={onSelect}>
            <span className="sr-only">{t('select', { receipt })}</span>
          </Checkbox>
          <h3 id={headingId} className="change-whose">
            <button
              type="button"
              className="link-button digits"
              onClick={() => go({ screen: 'case', id: change.caseId })}
            >
              {receipt}
            </button>
            {form !== null && <span className="quiet">{form}</span>}
            {client !== '' && <span className="change-client">{client}</span>}
            {label !== '' && <span className="quiet">{label}</span>}
          </h3>
          <span className="quiet">
            <When at={change.seenAt} />
          </span>
          <Button
            look="plain"
            icon={read ? MailOpen : Check}
            onPress={() => onAcknowledge(!read)}
            aria-describedby={headingId}
          >
            {read ? t('unacknowledge') : t('acknowledge')}
          </Button>
        </div>
        <div className="change-rest">
          <div className="change-facts">
            <ChangeKinds kinds={change.kinds} />
            <span className="quiet">
              {change.saidOn === null ? (
                t('said_unknown')
              ) : (
                <>
                  {t('said')} <CalendarDate date={change.saidOn} />
                </>
              )}
            </span>
            <span className="quiet change-group">
              {t('ours')} <GroupBadge group={change.group} stage={change.stage} />
            </span>
          </div>
          <ChangeBody change={change} />
        </div>
      </article>
    </li>
  );
}
