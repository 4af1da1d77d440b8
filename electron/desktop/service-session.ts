import { session } from 'electron';
import { judgeEndpoint } from '../../shared/service/environment.ts';
import type { Fetch } from '../uscis/fetch.ts';
import type { ProxySignIn } from './proxy-sign-in.ts';
import { requestFetch } from './service-request.ts';

/**
 * The way to USCIS: a session of its own, in memory, without cache or cookies on the disk; with the system's proxies and
 * certificates. The page's session has no network at all. The rule of docs/runtime.md is held here once more, below
 * everything that our own code could get wrong.
 */
export function openServiceSession(runtimeVerified: boolean, proxies: ProxySignIn): Fetch {
  const service = session.fromPartition('uscis', { cache: false });
  service.webRequest.onBeforeRequest((details, answer) => {
    answer({ cancel: judgeEndpoint(details.url, runtimeVerified) !== 'good' });
  });
  service.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  service.setSpellCheckerEnabled(false);
  return requestFetch(service, proxies);
}
