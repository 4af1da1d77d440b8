import { ok } from '../../shared/problem.ts';
import type { CasesCsvForm } from '../documents/cases-csv.ts';
import type { OpenWorkspace } from '../workspaces/open/open-workspace.ts';
import { outsideOwnFolder } from '../workspaces/place/own-folder.ts';
import type { Handlers } from './router.ts';

/** What the desktop does for an export of the cases. */
export interface CaseDocuments {
  /** The program's own folder, in which nothing is saved. */
  readonly profile: string;
  form(): Omit<CasesCsvForm, 'notes'>;
  /** `name`: what the file is called if the person does not choose otherwise. Null: the person cancelled. */
  whereToSave(name: string): Promise<string | null>;
}

export const caseExportHandlers = (
  documents: CaseDocuments,
): Pick<Handlers<Pick<OpenWorkspace, 'exportCases'>>, 'cases.export'> => ({
  'cases.export': async ({ scope, notes, name }, { exportCases }) => {
    const path = await documents.whereToSave(name);
    if (path === null) return ok(null);
    const allowed = outsideOwnFolder(path, documents.profile);
    if (!allowed.ok) return allowed;
    const written = await exportCases(scope, { ...documents.form(), notes }, path);
    return written.ok ? ok(written.value === null ? null : { path, cases: written.value.cases }) : written;
  },
});
