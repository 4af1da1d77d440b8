import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../app/i18n/formats.ts';
import { Progress } from './progress.tsx';
import { Screen } from './screen.tsx';

interface WorkCoverProps {
  readonly title: string;
  /** Why the workspace is closed meanwhile: its words say what that means for the data. */
  readonly kind: 'workspace_moving' | 'bundle_merging' | 'key_changing';
  /** How far it is. */
  readonly children: ReactNode;
}

/** Stands in place of every screen while something is done with the whole of a workspace. */
export function WorkCover({ title, kind, children }: WorkCoverProps) {
  const { t } = useTranslation('problems');
  return (
    <Screen title={title}>
      <div className="cover-body">
        {children}
        <p>{t(`${kind}.meaning`)}</p>
        <p className="quiet">{t(`${kind}.action`)}</p>
      </div>
    </Screen>
  );
}

/** How far something is, as a share of the whole: 0 to 1. Null: nobody can say. */
export function Share({ label, share }: { readonly label: string; readonly share: number | null }) {
  const formats = useFormats();
  return (
    <Progress label={label} value={share} total={1} {...(share === null ? {} : { words: formats.percent(share) })} />
  );
}
