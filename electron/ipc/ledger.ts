import { fail, ok } from '../../shared/problem.ts';
import type { ExportFormat, LedgerReport, LedgerScope } from '../../shared/contract/ledger.ts';
import { outsideOwnFolder } from '../workspaces/place/own-folder.ts';
import type { OpenWorkspace } from '../workspaces/open/open-workspace.ts';
import type { Workspaces } from '../workspaces/workspaces.ts';
import type { Handlers } from './router.ts';

type Names = Extract<keyof Handlers<never>, `ledger.${string}`>;

/** What the desktop does for an export. */
export interface LedgerDocuments {
  /** The program's own folder, in which nothing is saved. */
  readonly profile: string;
  /** The office's time zone: that of this computer. */
  zone(): string;
  /** `name`: what the file is called if the person does not choose otherwise. Null: the person cancelled. */
  whereToSave(name: string, format: ExportFormat): Promise<string | null>;
  /** The sign-off page, printed. */
  page(
    report: LedgerReport,
    about: { readonly workspace: string; readonly environment: string; readonly scope: LedgerScope },
  ): Promise<Uint8Array>;
}

/** So many lines of a case come at once. */
const PAGE = 50;

export function ledgerHandlers(
  workspaces: Pick<Workspaces, 'list'>,
  documents: LedgerDocuments,
): Pick<Handlers<OpenWorkspace>, Names> {
  return {
    'ledger.summary': (_request, { store }) => ok(store.ledger.summary()),
    'ledger.of_case': ({ caseId, before }, { store }) =>
      ok({
        ...store.ledger.ofCase(caseId, before, PAGE),
        others: before === null ? store.ledger.othersOfCase(caseId, PAGE) : [],
      }),
    'ledger.verified': (_request, { ledger }) => ok(ledger.verified()),
    'ledger.verify': (_request, { ledger }) => ledger.verify(),
    'ledger.export': async ({ scope, format, name }, { id, environment, ledger, saveDocument }) => {
      const workspace = workspaces.list().find((each) => each.id === id)?.name;
      if (workspace === undefined) return fail('no_workspace');
      const path = await documents.whereToSave(name, format);
      if (path === null) return ok(null);
      const allowed = outsideOwnFolder(path, documents.profile);
      if (!allowed.ok) return allowed;
      if (format === 'csv') {
        const written = await ledger.exportCsv(scope, documents.zone(), path);
        return written.ok ? ok(written.value === null ? null : { path, lines: written.value.lines }) : written;
      }
      const report = await ledger.report(scope);
      if (!report.ok) return report;
      if (report.value === null) return ok(null);
      await saveDocument(path, await documents.page(report.value, { workspace, environment, scope }));
      return ok({ path, lines: report.value.lines });
    },
  };
}
