import { useTranslation } from 'react-i18next';
import type { RunningFault, RunningScript } from '../../../shared/contract/simulator.ts';
import type { Instant } from '../../../shared/clock.ts';
import { useFormats } from '../../app/i18n/formats.ts';

interface SimulatorWords {
  readonly nameOf: (script: RunningScript) => string;
  /** `until 10:42 AM`, or `until you stop it`. */
  readonly untilWords: (until: Instant | null) => string;
  /** Which calls a fault strikes. */
  readonly struck: (fault: RunningFault) => string;
}

/** What is running, in words. */
export function useSimulatorWords(): SimulatorWords {
  const { t } = useTranslation('simulator');
  const formats = useFormats();
  return {
    nameOf({ what, faults }) {
      if (what.kind === 'story') return t(`story.${what.story}.title`);
      if (what.kind === 'file') return t('now.file', { name: what.name });
      const [fault] = faults;
      return fault === undefined ? t('now.line') : t(`fault.${fault.fault}`);
    },
    untilWords: (until) => (until === null ? t('now.untilStopped') : t('now.until', { time: formats.time(until) })),
    struck({ place, share, of, receipts }) {
      const words = { place: t(`place.${place}`), share: formats.percent(share), receipts: receipts.join(', …') };
      if (receipts.length > 0) return t('struck.only', words);
      return share === 1 ? t('struck.all', words) : t(`struck.${of}`, words);
    },
  };
}
