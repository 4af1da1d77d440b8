import { KeyRound, RefreshCw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Problem } from '../../../shared/problem.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox, RadioGroup } from '../../ui/choices.tsx';
import type { SecretPlaceChoice, WeakerPlace } from './secret-place.ts';
import { ProblemMessage } from '../../ui/problem-message.tsx';
import './workspaces.css';

interface SecretPlaceFieldProps {
  readonly secrets: SecretPlaceChoice;
  /** The person tried to go on: says what is still missing. */
  readonly tried: boolean;
}

/** Says where the secrets will be kept; asks only when the keychain cannot be used. */
export function SecretPlaceField({ secrets, tried }: SecretPlaceFieldProps) {
  const { t } = useTranslation('workspaces');
  const { offers } = secrets;
  if (offers.kind === 'asking') {
    return (
      <p className="quiet" role="status">
        {t('secrets.asking')}
      </p>
    );
  }
  if (offers.kind === 'known' && offers.value.keychain === null) {
    return (
      <p className="line-with-icon">
        <KeyRound aria-hidden size={16} />
        <span>
          <span className="quiet">{t('secrets.what')}</span> {t('secrets.keychain.good')}
        </span>
      </p>
    );
  }
  return (
    <WeakerPlaces
      secrets={secrets}
      tried={tried}
      problem={offers.kind === 'failed' ? offers.problem : offers.value.keychain}
      safeStorage={offers.kind === 'known' && offers.value.safeStorage}
    />
  );
}

interface WeakerPlacesProps extends SecretPlaceFieldProps {
  readonly problem: Problem | null;
  readonly safeStorage: boolean;
}

function WeakerPlaces({ secrets, tried, problem, safeStorage }: WeakerPlacesProps) {
  const { t } = useTranslation('workspaces');
  const { chosen } = secrets;
  const places: readonly WeakerPlace[] = safeStorage ? ['safe_storage', 'session'] : ['session'];
  return (
    <div className="stack">
      {problem !== null && (
        <ProblemMessage problem={problem}>
          <Button icon={RefreshCw} onPress={secrets.askAgain}>
            {t('secrets.keychain.again')}
          </Button>
        </ProblemMessage>
      )}
      <p className="quiet">{t('secrets.what')}</p>
      <RadioGroup<WeakerPlace | ''>
        label={t('secrets.instead')}
        value={chosen ?? ''}
        onChange={(place) => {
          if (place !== '') secrets.choose(place);
        }}
        choices={places.map((place) => ({
          value: place,
          label: t(`secrets.places.${place}.title`),
          help: t(`secrets.places.${place}.text`),
        }))}
      />
      {!safeStorage && <p className="quiet">{t('secrets.safeStorageMissing')}</p>}
      {chosen !== null && (
        <Checkbox key={chosen} isSelected={secrets.agreed} onChange={secrets.agree}>
          {t(`secrets.places.${chosen}.consent`)}
        </Checkbox>
      )}
      {tried && (secrets.missing === 'choice' || secrets.missing === 'consent') && (
        <p className="field-problem" role="alert">
          {t(secrets.missing === 'choice' ? 'secrets.choiceMissing' : 'secrets.consentMissing')}
        </p>
      )}
    </div>
  );
}
