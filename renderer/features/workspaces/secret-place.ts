import { useState } from 'react';
import type { SecretPlace, VaultOffers } from '../../../shared/contract/workspaces.ts';
import type { Problem } from '../../../shared/problem.ts';
import { useAsked } from '../../app/queries.ts';

/** A place that needs the person's consent. */
export type WeakerPlace = Exclude<SecretPlace, 'keychain'>;

/** What is known of the vault of this computer: exactly one of these. */
export type Offers =
  | { readonly kind: 'asking' }
  | { readonly kind: 'failed'; readonly problem: Problem }
  | { readonly kind: 'known'; readonly value: VaultOffers };

/** Where the secrets of a workspace will be kept, as far as the person has decided. */
export interface SecretPlaceChoice {
  readonly offers: Offers;
  readonly askAgain: () => void;
  readonly chosen: WeakerPlace | null;
  readonly choose: (place: WeakerPlace) => void;
  readonly agreed: boolean;
  readonly agree: (agreed: boolean) => void;
  /** The place to use; null until it is decided. */
  readonly place: SecretPlace | null;
  /** What still has to be decided. */
  readonly missing: 'answer' | 'choice' | 'consent' | null;
}

/**
 * Decides where secrets go: the keychain, silently, when it is good; else what the person chooses and agrees to. A
 * weaker place is never used without a tick of its own.
 */
export function useSecretPlace(): SecretPlaceChoice {
  const asked = useAsked('vault.offers', null);
  const [chosen, setChosen] = useState<WeakerPlace | null>(null);
  const [agreed, agree] = useState(false);

  const offers: Offers =
    asked.data !== undefined
      ? { kind: 'known', value: asked.data }
      : asked.error !== null
        ? { kind: 'failed', problem: asked.error.problem }
        : { kind: 'asking' };
  const weaker = chosen === null || !agreed ? null : chosen;
  const good = offers.kind === 'known' && offers.value.keychain === null;
  return {
    offers: asked.isFetching ? { kind: 'asking' } : offers,
    askAgain: () => void asked.refetch(),
    chosen,
    choose: (place) => {
      setChosen(place);
      agree(false);
    },
    agreed,
    agree,
    place: good ? 'keychain' : weaker,
    missing:
      offers.kind === 'asking' ? 'answer' : good || weaker !== null ? null : chosen === null ? 'choice' : 'consent',
  };
}
