import type { Keys } from '../workspaces/keys/keys.ts';
import type { Handlers } from './router.ts';

type Names = Extract<keyof Handlers<never>, `keys.${string}`>;

export function keyHandlers<Current>(keys: Keys): Pick<Handlers<Current>, Names> {
  return {
    'keys.view': ({ id }) => keys.view(id),
    'keys.new_code': ({ id }) => keys.newCode(id),
    'keys.forget_code': ({ id }) => keys.forgetCode(id),
    'keys.confirm_code': ({ id, typed }) => keys.confirmCode(id, typed),
    'keys.change': ({ id, typed }) => keys.change(id, typed),
    'keys.open_with_code': (request) => keys.openWithCode(request),
    'keys.lock': () => keys.lock(),
  };
}
