import { done, fail, ok } from '../../shared/problem.ts';
import type { Workspaces } from '../workspaces/workspaces.ts';
import type { Handlers } from './router.ts';

type Names = Extract<keyof Handlers<never>, `bundles.${string}`>;

/** The system's own dialogs for a bundle's file. Null: the person cancelled. */
export interface BundleDialogs {
  /** `name`: what the file is called if the person does not choose otherwise. */
  whereToSaveBundle(name: string): Promise<string | null>;
  whichBundle(): Promise<string | null>;
}

/** A dialog is asked before the workspaces are: while it stands open, nothing waits for it. */
export function bundleHandlers<Current>(
  workspaces: Pick<Workspaces, 'list' | 'bundles'>,
  dialogs: BundleDialogs,
): Pick<Handlers<Current>, Names> {
  const { bundles } = workspaces;
  return {
    'bundles.state': () => ok(bundles.state()),
    'bundles.export': async ({ id }) => {
      const workspace = workspaces.list().find((each) => each.id === id);
      if (workspace === undefined) return fail('no_workspace');
      // Nobody chooses a place for what cannot be made.
      if (workspace.recovery !== 'made') return fail('bundle_needs_code');
      const path = await dialogs.whereToSaveBundle(workspace.name);
      return path === null ? ok(null) : bundles.exportTo(id, path);
    },
    'bundles.choose': async () => {
      const path = await dialogs.whichBundle();
      return path === null ? ok(null) : bundles.choose(path);
    },
    'bundles.open': ({ code }) => bundles.open(code),
    'bundles.cancel': () => {
      bundles.cancel();
      return done;
    },
    'bundles.forget': () => {
      bundles.forget();
      return done;
    },
    'bundles.make': ({ secretsIn }) => bundles.make(secretsIn),
    'bundles.merge': ({ id }) => bundles.merge(id),
  };
}
