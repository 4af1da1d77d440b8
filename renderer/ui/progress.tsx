import { useTranslation } from 'react-i18next';
import { Label, ProgressBar } from 'react-aria-components';
import './content.css';

interface ProgressProps {
  readonly label: string;
  /** Null: under way, but nobody can say how far. */
  readonly value: number | null;
  readonly total?: number;
  /** In words, at the right. */
  readonly words?: string;
}

/** How far something is. */
export function Progress({ label, value, total = 100, words }: ProgressProps) {
  return (
    <ProgressBar
      className={value === null ? 'progress progress-waiting' : 'progress'}
      value={value ?? 0}
      maxValue={Math.max(total, 1)}
      isIndeterminate={value === null}
      {...(words === undefined ? {} : { valueLabel: words })}
    >
      {({ percentage }) => (
        <>
          <span className="progress-line">
            <Label>{label}</Label>
            {words !== undefined && <span className="quiet numbers">{words}</span>}
          </span>
          <div className="progress-track">
            <div className="progress-fill" style={value === null ? {} : { width: `${percentage ?? 0}%` }} />
          </div>
        </>
      )}
    </ProgressBar>
  );
}

/** For a screen whose answer is not there yet. Shows itself after half a second only. */
export function Loading() {
  const { t } = useTranslation();
  return (
    <div className="loading">
      <Progress label={t('loading')} value={null} />
    </div>
  );
}
