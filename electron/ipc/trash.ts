import { fail, ok } from '../../shared/problem.ts';
import type { CertificateFormat } from '../../shared/contract/page-lists.ts';
import type { PurgeView, StillHeld } from '../../shared/contract/trash.ts';
import type { OpenWorkspace } from '../workspaces/open/open-workspace.ts';
import { outsideOwnFolder } from '../workspaces/place/own-folder.ts';
import { stillHeld } from '../workspaces/backups/still-held.ts';
import type { Workspaces } from '../workspaces/workspaces.ts';
import type { Handlers } from './router.ts';

type Names = Extract<keyof Handlers<never>, `trash.${string}`>;

/** What the desktop does for a certificate of deletion. */
export interface CertificateDocuments {
  /** The program's own folder, in which nothing is saved. */
  readonly profile: string;
  /** The office's time zone: that of this computer. */
  zone(): string;
  /** `name`: what the file is called if the person does not choose otherwise. Null: the person cancelled. */
  whereToSave(name: string, format: CertificateFormat): Promise<string | null>;
  /** The certificate as a file holds it. */
  certificate(
    format: CertificateFormat,
    purge: PurgeView,
    about: { readonly workspace: string; readonly environment: string; readonly held: StillHeld },
  ): Promise<Uint8Array>;
}

/** As many deleted cases as a person looks through. */
const LISTED = 1000;

export function trashHandlers(
  workspaces: Pick<Workspaces, 'list'> & { readonly backups: Pick<Workspaces['backups'], 'both'> },
  documents: CertificateDocuments,
): Pick<Handlers<OpenWorkspace>, Names> {
  const purgesOf = ({ id, store, clock }: OpenWorkspace): (PurgeView & { held: StillHeld })[] => {
    const both = workspaces.backups.both(id);
    const backups = both.ok ? both.value : { first: [], second: null };
    return store.trash
      .purges()
      .map((purge) => ({ ...purge, held: stillHeld(purge, backups, clock.now(), documents.zone()) }));
  };
  return {
    'trash.what_goes': ({ ids }, { store }) => ok(store.trash.whatGoes(ids)),
    'trash.delete': async ({ ids }, workspace) => ok({ ids: await workspace.deleteCases(ids) }),
    'trash.restore': async ({ ids }, workspace) => ok({ ids: await workspace.restoreCases(ids) }),
    'trash.list': (_request, workspace) =>
      ok({ ...workspace.store.trash.deleted(LISTED), purges: purgesOf(workspace) }),
    'trash.certificate': async ({ id, format, name }, workspace) => {
      const title = workspaces.list().find((each) => each.id === workspace.id)?.name;
      const found = purgesOf(workspace).find((each) => each.id === id);
      if (title === undefined || found === undefined) return fail('not_found');
      const path = await documents.whereToSave(name, format);
      if (path === null) return ok(null);
      const allowed = outsideOwnFolder(path, documents.profile);
      if (!allowed.ok) return allowed;
      const { held, ...purge } = found;
      const about = { workspace: title, environment: workspace.environment, held };
      await workspace.saveDocument(path, await documents.certificate(format, purge, about));
      return ok({ path });
    },
    'trash.purge': async ({ ids }, workspace) => ok(await workspace.purge(ids)),
  };
}
