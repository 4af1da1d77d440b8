import { Hourglass } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../app/i18n/formats.ts';
import { useNavigation } from '../../app/navigation.tsx';
import { useAsked } from '../../app/queries.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { REMEMBERED_SECTION } from '../settings/sections.ts';

/** A rule is about to delete cases: told on every screen but the one that lists them. */
export function RetentionBanner() {
  const { t } = useTranslation('retention');
  const formats = useFormats();
  const { go, memory, route } = useNavigation();
  const state = useAsked('retention.state', null).data;
  const [first] = state?.due ?? [];
  if (state === undefined || first === undefined || route.screen === 'settings') return null;
  const see = (
    <Button
      look="plain"
      onPress={() => {
        memory.set(REMEMBERED_SECTION, 'retention');
        go({ screen: 'settings' });
      }}
    >
      {t('see')}
    </Button>
  );
  return (
    <Banner tone="action" icon={Hourglass} end={see}>
      {t('banner', { count: state.dueTotal, n: formats.number(state.dueTotal), date: formats.day(first.goesAt) })}
    </Banner>
  );
}
