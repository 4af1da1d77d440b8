import { CircleCheck, FileText } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FileTrigger } from 'react-aria-components';
import { useAsk } from '../../app/queries.ts';
import { Button } from '../../ui/button.tsx';
import { useReportProblem } from '../../ui/report-problem.ts';

/** The longest script that the simulator takes, in characters. */
const LONGEST = 1_000_000;

/** What became of the file that was chosen last. */
interface Outcome {
  readonly kind: 'chosen' | 'mistake' | 'tooLarge' | 'unreadable';
  readonly name: string;
  readonly mistake?: string;
}

/** A script of faults that somebody wrote, loaded from a file. */
export function FromFile() {
  const { t } = useTranslation('simulator');
  const ask = useAsk();
  const report = useReportProblem();
  const [outcome, setOutcome] = useState<Outcome | null>(null);

  const outcomeOf = async (file: File): Promise<Outcome | null> => {
    const { name } = file;
    if (file.size > LONGEST) return { kind: 'tooLarge', name };
    const text = await file.text().catch(() => null);
    if (text === null) return { kind: 'unreadable', name };
    const result = await ask('simulator.follow', { name, text });
    if (!result.ok) {
      report(result.problem);
      return null;
    }
    const { mistake } = result.value;
    return mistake === null ? { kind: 'chosen', name } : { kind: 'mistake', name, mistake };
  };
  const load = async (file: File): Promise<void> => setOutcome(await outcomeOf(file));
  return (
    <section className="card simulator-card" aria-labelledby="simulator-file">
      <h2 id="simulator-file">{t('file.title')}</h2>
      <p className="quiet">{t('file.help')}</p>
      <div>
        <FileTrigger
          acceptedFileTypes={['application/json', '.json']}
          onSelect={(files) => {
            const file = files?.item(0) ?? null;
            if (file !== null) void load(file);
          }}
        >
          <Button icon={FileText}>{t('file.choose')}</Button>
        </FileTrigger>
      </div>
      <div role="status" className="live">
        {outcome?.kind === 'chosen' && (
          <p className="line-with-icon good">
            <CircleCheck aria-hidden size={16} />
            {t('file.chosen', { name: outcome.name })}
          </p>
        )}
        {outcome !== null && outcome.kind !== 'chosen' && (
          <>
            <p className="field-problem">{t(`file.${outcome.kind}`, { name: outcome.name })}</p>
            {outcome.mistake !== undefined && (
              <pre className="simulator-mistake" lang="en">
                {outcome.mistake}
              </pre>
            )}
          </>
        )}
      </div>
    </section>
  );
}
