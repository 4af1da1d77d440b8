import type { AppState } from '../../shared/contract/app.ts';
import type { Request } from '../../shared/contract/contract.ts';
import type { Settings } from '../../shared/contract/settings.ts';
import { done, ok, type Result } from '../../shared/problem.ts';
import type { Handlers } from './router.ts';

/** What these handlers call. */
export interface AppDoor {
  state(): AppState;
  openLink(url: string): Promise<Result<null>>;
  dismissNotice(id: string): void;
  proxySignIn(request: Request<'app.proxy_sign_in'>): void;
  changeSettings(change: Partial<Settings>): Settings;
}

type Names = 'app.state' | 'app.open_link' | 'app.dismiss_notice' | 'app.proxy_sign_in' | 'settings.change';

export function appHandlers<Current>(app: AppDoor): Pick<Handlers<Current>, Names> {
  return {
    'app.state': () => ok(app.state()),
    'app.open_link': ({ url }) => app.openLink(url),
    'app.dismiss_notice': ({ id }) => {
      app.dismissNotice(id);
      return done;
    },
    'app.proxy_sign_in': (request) => {
      app.proxySignIn(request);
      return done;
    },
    'settings.change': (change) => ok(app.changeSettings(definedOnly(change))),
  };
}

/** A schema's optional fields may be present as undefined; a change holds only what is to change. */
function definedOnly<Value extends object>(value: Value): { [Key in keyof Value]?: Exclude<Value[Key], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as {
    [Key in keyof Value]?: Exclude<Value[Key], undefined>;
  };
}
