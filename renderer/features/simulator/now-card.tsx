import { CircleCheck, CloudLightning, Square } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { RunningScript } from '../../../shared/contract/simulator.ts';
import { pageClock } from '../../app/clock.ts';
import { useFormats } from '../../app/i18n/formats.ts';
import { Button } from '../../ui/button.tsx';
import { Details } from '../../ui/details.tsx';
import { useToasts } from '../../ui/toast-context.ts';
import { useSimulator } from './use-simulator.ts';
import { useSimulatorWords } from './words.ts';

/** What is wrong with the simulator now and until when, and the way back to a good day. */
export function NowCard({ running }: { readonly running: readonly RunningScript[] }) {
  const { t } = useTranslation('simulator');
  const tell = useSimulator();
  const { show } = useToasts();
  const clear = async (): Promise<void> => {
    if (await tell('simulator.clear', null)) show({ words: t('now.ended') });
  };
  return (
    <section className="card simulator-card" aria-labelledby="simulator-now">
      <h2 id="simulator-now">{t('now.title')}</h2>
      {running.length === 0 ? (
        <p className="line-with-icon good">
          <CircleCheck aria-hidden size={18} />
          {t('now.well')}
        </p>
      ) : (
        <>
          <ul className="simulator-running">
            {running.map((script) => (
              <Running key={script.id} script={script} />
            ))}
          </ul>
          {running.length > 1 && <p className="quiet">{t('now.order')}</p>}
          <div>
            <Button look="primary" icon={CircleCheck} onPress={() => void clear()}>
              {t('now.allWell')}
            </Button>
          </div>
        </>
      )}
      <p className="quiet">{t('now.afterwards')}</p>
    </section>
  );
}

function Running({ script }: { readonly script: RunningScript }) {
  const { t } = useTranslation('simulator');
  const formats = useFormats();
  const tell = useSimulator();
  const { nameOf, untilWords, struck } = useSimulatorWords();
  const [only, ...more] = script.faults;
  const begins =
    only !== undefined && only.from > pageClock.now() ? t('now.toCome', { time: formats.time(only.from) }) : null;
  return (
    <li>
      <CloudLightning aria-hidden size={18} />
      <div>
        <p className="strong">{nameOf(script)}</p>
        <p className="quiet">
          {[begins, untilWords(script.until), ...(more.length === 0 && only !== undefined ? [struck(only)] : [])]
            .filter((part) => part !== null)
            .join(' · ')}
        </p>
        {more.length > 0 && (
          <Details summary={t('now.timetable')}>
            <Timetable script={script} />
          </Details>
        )}
      </div>
      <Button
        icon={Square}
        aria-label={t('now.stopOf', { what: nameOf(script) })}
        onPress={() => void tell('simulator.stop', { id: script.id })}
      >
        {t('now.stop')}
      </Button>
    </li>
  );
}

/** Each fault of a script with its times: what is over, what is running, what is to come. */
function Timetable({ script }: { readonly script: RunningScript }) {
  const { t } = useTranslation('simulator');
  const formats = useFormats();
  const { struck } = useSimulatorWords();
  const now = pageClock.now();
  return (
    <ol className="simulator-timetable">
      {script.faults.map((fault, index) => {
        const state = fault.until !== null && fault.until <= now ? 'over' : fault.from <= now ? 'running' : 'later';
        return (
          <li key={index} className={state === 'running' ? 'strong' : state === 'over' ? 'quiet' : undefined}>
            <span className="numbers">
              {fault.until === null
                ? t('now.openSpan', { from: formats.time(fault.from) })
                : t('now.span', { from: formats.time(fault.from), until: formats.time(fault.until) })}
            </span>
            {': '}
            {t(`fault.${fault.fault}`)} ({struck(fault)}) – {t(`now.${state}`)}
          </li>
        );
      })}
    </ol>
  );
}
