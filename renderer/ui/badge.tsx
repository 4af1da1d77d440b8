import { CircleCheckBig, CircleHelp, Hourglass, TriangleAlert, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Group, Stage } from '../../shared/case/status-groups.ts';
import './badge.css';

export type Tone = Stage | 'good' | 'danger';

const STAGE_ICONS: Readonly<Record<Stage, LucideIcon>> = {
  action: TriangleAlert,
  pending: Hourglass,
  decided: CircleCheckBig,
  unknown: CircleHelp,
};

interface BadgeProps {
  readonly tone: Tone;
  readonly icon?: LucideIcon;
  readonly children: ReactNode;
}

/** A word in a frame, with an icon: never colour alone. */
export function Badge({ tone, icon: Icon, children }: BadgeProps) {
  return (
    <span className={`badge badge-${tone}`}>
      {Icon !== undefined && <Icon aria-hidden size={14} />}
      <span className="badge-words">{children}</span>
    </span>
  );
}

/** Our grouping of a status, in the colour and with the icon of its stage. Where it stands, it is labelled as ours. */
export function GroupBadge({ group, stage }: { readonly group: Group; readonly stage: Stage }) {
  const { t } = useTranslation();
  return (
    <Badge tone={stage} icon={STAGE_ICONS[stage]}>
      <span className="sr-only">{t(`stage.${stage}`)}: </span>
      {t(`group.${group}`)}
    </Badge>
  );
}
