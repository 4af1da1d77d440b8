import { Play, Square } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { RunningScript } from '../../../shared/contract/simulator.ts';
import { STORIES, type Story } from '../../../shared/contract/simulator-lists.ts';
import { useFormats } from '../../app/i18n/formats.ts';
import { useRemembered } from '../../app/navigation.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Select } from '../../ui/select.tsx';
import { useSimulator } from './use-simulator.ts';
import { useSimulatorWords } from './words.ts';

const LENGTHS = ['2', '5', '10', '30', 'until_stopped'] as const;
type Length = (typeof LENGTHS)[number];

/** Ready-made bad days in plain words, each with what to look for. */
export function Stories({ running }: { readonly running: readonly RunningScript[] }) {
  const { t } = useTranslation('simulator');
  const formats = useFormats();
  const [length, setLength] = useRemembered<Length>('simulator.length', '10');
  return (
    <section className="simulator-section" aria-labelledby="simulator-stories">
      <div className="simulator-stories-head">
        <div>
          <h2 id="simulator-stories">{t('stories.title')}</h2>
          <p className="quiet">{t('stories.help')}</p>
        </div>
        <Select
          inline
          label={t('stories.length')}
          value={length}
          onChange={setLength}
          choices={LENGTHS.map((value) => ({
            value,
            label:
              value === 'until_stopped'
                ? t('stories.untilStopped')
                : t('stories.minutes', { count: Number(value), n: formats.number(Number(value)) }),
          }))}
        />
      </div>
      <ul className="simulator-stories">
        {STORIES.map((story) => (
          <StoryCard
            key={story}
            story={story}
            minutes={length === 'until_stopped' ? null : Number(length)}
            running={running.find(({ what }) => what.kind === 'story' && what.story === story)}
          />
        ))}
      </ul>
    </section>
  );
}

interface StoryCardProps {
  readonly story: Story;
  readonly minutes: number | null;
  /** Undefined: it is not running. */
  readonly running: RunningScript | undefined;
}

function StoryCard({ story, minutes, running }: StoryCardProps) {
  const { t } = useTranslation('simulator');
  const tell = useSimulator();
  const { untilWords } = useSimulatorWords();
  const what = t(`story.${story}.title`);
  return (
    <li className="card simulator-story">
      <h3>{what}</h3>
      <p>{t(`story.${story}.text`)}</p>
      <p className="quiet">
        <span className="strong">{t('stories.see')}</span> {t(`story.${story}.see`)}
      </p>
      <div className="row">
        {running === undefined ? (
          <Button
            icon={Play}
            aria-label={t('stories.startOf', { what })}
            onPress={() => void tell('simulator.play', { story, minutes })}
          >
            {t('stories.start')}
          </Button>
        ) : (
          <>
            <Button
              icon={Square}
              aria-label={t('now.stopOf', { what })}
              onPress={() => void tell('simulator.stop', { id: running.id })}
            >
              {t('now.stop')}
            </Button>
            <Badge tone="action">{t('stories.running', { until: untilWords(running.until) })}</Badge>
          </>
        )}
      </div>
    </li>
  );
}
