import { RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { WorkspaceView } from '../../../shared/contract/workspaces.ts';
import { ENVIRONMENT_DEFAULTS } from '../../../shared/service/environment.ts';
import type { Hours } from '../../../shared/service/hours.ts';
import { useLanguage } from '../../app/i18n/formats.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox, RadioGroup } from '../../ui/choices.tsx';
import { TextField } from '../../ui/fields.tsx';
import { Select } from '../../ui/select.tsx';
import { Feedback } from './feedback.tsx';
import { useChangeWorkspace } from './use-change-workspace.ts';
import { hoursProblem, weekdayNames } from './week.ts';
import { zoneChoices } from './zones.ts';

/** What the hours begin with when somebody leaves "always open": USCIS's own for the sandbox. */
const USUAL = ENVIRONMENT_DEFAULTS.sandbox.hours;

/** When the service answers: always, or on certain days and times. Kept at once, as far as it makes sense. */
export function HoursCard({ workspace }: { readonly workspace: WorkspaceView }) {
  const { t } = useTranslation('settings');
  const [hours, setHours] = useState(workspace.hours);
  const change = useChangeWorkspace(workspace);
  const set = (next: Hours | null): void => {
    setHours(next);
    change.clear();
    if (next === null || hoursProblem(next) === null) void change.run({ hours: next });
  };
  return (
    <section className="card settings-card" aria-labelledby="hours">
      <h3 id="hours">{t('schedule.hours')}</h3>
      <p className="quiet">{t('schedule.hoursHelp')}</p>
      <RadioGroup
        label={t('schedule.answers')}
        value={hours === null ? 'always' : 'certain'}
        onChange={(kind) => set(kind === 'always' ? null : (workspace.hours ?? USUAL))}
        choices={[
          { value: 'always', label: t('schedule.always') },
          { value: 'certain', label: t('schedule.certain') },
        ]}
      />
      {hours !== null && <HoursFields hours={hours} onChange={set} />}
      <div>
        <Button look="plain" icon={RotateCcw} onPress={() => set(ENVIRONMENT_DEFAULTS[workspace.environment].hours)}>
          {t('schedule.reset')}
        </Button>
      </div>
      <Feedback state={change.state} />
    </section>
  );
}

interface HoursFieldsProps {
  readonly hours: Hours;
  readonly onChange: (hours: Hours) => void;
}

function HoursFields({ hours, onChange }: HoursFieldsProps) {
  const { t } = useTranslation('settings');
  const language = useLanguage();
  const problem = hoursProblem(hours);
  const setDay = (day: number, isOn: boolean): void => {
    const others = hours.weekdays.filter((each) => each !== day);
    onChange({ ...hours, weekdays: isOn ? [...others, day].sort((a, b) => a - b) : others });
  };
  return (
    <>
      <fieldset className="settings-days">
        <legend>{t('schedule.weekdays')}</legend>
        {weekdayNames(language).map(({ day, name }) => (
          <Checkbox key={day} isSelected={hours.weekdays.includes(day)} onChange={(isOn) => setDay(day, isOn)}>
            {name}
          </Checkbox>
        ))}
      </fieldset>
      <div className="settings-pair">
        <TextField
          type="time"
          label={t('schedule.opens')}
          value={hours.opens}
          onChange={(opens) => onChange({ ...hours, opens })}
        />
        <TextField
          type="time"
          label={t('schedule.closes')}
          value={hours.closes}
          onChange={(closes) => onChange({ ...hours, closes })}
        />
      </div>
      {problem !== null && (
        <p className="field-problem" role="alert">
          {t(`schedule.${problem}`)}
        </p>
      )}
      <Select
        label={t('schedule.zone')}
        value={hours.zone}
        onChange={(zone) => onChange({ ...hours, zone })}
        choices={zoneChoices(hours.zone, language)}
      />
    </>
  );
}
