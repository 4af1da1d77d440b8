import type { ProxyAsk } from '../../shared/contract/app.ts';

/** A proxy's wish for a sign-in, as Electron tells it. */
export interface ProxyChallenge {
  readonly host: string;
  readonly port: number;
  readonly scheme: string;
  readonly realm: string;
}

/** A name and a password for one proxy. They are held in memory, for this run only, and told to nothing but that proxy. */
export interface ProxyCredentials {
  readonly name: string;
  readonly password: string;
}

/**
 * What is known of the proxies between this computer and USCIS. No call waits for a person: one that a proxy held up fails
 * as `proxy`, the person is asked, and the pulls go on once there is an answer.
 */
export interface ProxySignIn {
  /**
   * What to answer a proxy: the credentials that a person gave for it; null: there are none, and the person is asked.
   * `tried`: what this request has answered already; the proxy asks again because it did not accept that.
   */
  answer(challenge: ProxyChallenge, tried: ProxyCredentials | null): ProxyCredentials | null;
  /** A call got through: no proxy wants anything. */
  passed(): void;
  /** What a person is to be asked; null: nothing. */
  ask(): ProxyAsk | null;
  /** The person's answer to the question of this number. An old question's is not taken. */
  signIn(number: number, credentials: ProxyCredentials): void;
}

/** `changed` hears of each new question and of the end of one. */
export function createProxySignIn(changed: () => void): ProxySignIn {
  const known = new Map<string, ProxyCredentials>();
  let asked: { readonly key: string; readonly ask: ProxyAsk } | null = null;
  let number = 0;

  const askFor = (key: string, { host, port, realm }: ProxyChallenge, refused: boolean): void => {
    if (asked?.key === key && !refused) return;
    number += 1;
    asked = { key, ask: { number, proxy: `${host}:${port}`, realm, refused } };
    changed();
  };
  const clear = (): void => {
    if (asked === null) return;
    asked = null;
    changed();
  };

  return {
    answer(challenge, tried) {
      const key = JSON.stringify([challenge.host, challenge.port, challenge.scheme, challenge.realm]);
      const found = known.get(key) ?? null;
      if (found !== null && found !== tried) return found;
      known.delete(key);
      // Of several calls that tried the same in vain the first one asks.
      askFor(key, challenge, found !== null);
      return null;
    },
    passed: clear,
    ask: () => asked?.ask ?? null,
    signIn(answered, credentials) {
      if (asked?.ask.number !== answered) return;
      known.set(asked.key, credentials);
      clear();
    },
  };
}
