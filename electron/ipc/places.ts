import { ok } from '../../shared/problem.ts';
import type { PlaceDesk } from '../workspaces/place/desk.ts';
import type { Handlers } from './router.ts';

type Names = Extract<keyof Handlers<never>, `places.${string}`>;

/** `whichFolder` asks for a folder; null: the person cancelled. The page itself names none. */
export function placeHandlers<Current>(
  desk: PlaceDesk,
  whichFolder: () => Promise<string | null>,
): Pick<Handlers<Current>, Names> {
  return {
    'places.state': ({ id }) => desk.state(id),
    'places.choose': async ({ id, home }) => {
      if (home) return desk.consider(id, null);
      const folder = await whichFolder();
      return folder === null ? ok(null) : desk.consider(id, folder);
    },
    'places.move': ({ id }) => desk.move(id),
    'places.find': async ({ id }) => {
      const folder = await whichFolder();
      return folder === null ? ok(null) : desk.find(id, folder);
    },
  };
}
