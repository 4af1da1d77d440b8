import type { z } from 'zod';
import type { Result } from '../problem.ts';
import { appCalls } from './app.ts';
import { backupCalls } from './backups.ts';
import { bundleCalls } from './bundles.ts';
import type { Call } from './call.ts';
import { caseExportCalls } from './case-export.ts';
import { jobCalls } from './jobs.ts';
import { caseCalls } from './cases.ts';
import { holdingsCalls } from './holdings.ts';
import { inboxCalls } from './inbox.ts';
import { keyCalls } from './keys.ts';
import { ledgerCalls } from './ledger.ts';
import { placeCalls } from './places.ts';
import { retentionCalls } from './retention.ts';
import { pullCalls } from './pulls.ts';
import { settingsCalls } from './settings.ts';
import { simulatorCalls } from './simulator.ts';
import { titleCalls } from './titles.ts';
import { trashCalls } from './trash.ts';
import { workspaceCalls } from './workspaces.ts';

/** Everything that the page can ask of the main process. There is no other way in. */
export const contract = {
  ...appCalls,
  ...settingsCalls,
  ...workspaceCalls,
  ...backupCalls,
  ...bundleCalls,
  ...placeCalls,
  ...keyCalls,
  ...inboxCalls,
  ...caseCalls,
  ...caseExportCalls,
  ...jobCalls,
  ...pullCalls,
  ...ledgerCalls,
  ...simulatorCalls,
  ...titleCalls,
  ...trashCalls,
  ...retentionCalls,
  ...holdingsCalls,
};

export type Contract = typeof contract;
export type CallName = keyof Contract;
export type Request<Name extends CallName> = z.output<Contract[Name]['request']>;
export type Response<Name extends CallName> = Contract[Name] extends Call<z.ZodType, infer R> ? R : never;

/** What a part of the page may show anew. */
export type Topic = 'app' | 'inbox' | 'cases' | 'activity' | 'ledger' | 'simulator' | 'backups' | 'holdings';

/** What the main process tells the page unasked. */
export interface Events {
  /** Something in the local store or in the application's state is not as it was: ask again. */
  readonly changed: { readonly topics: readonly Topic[] };
}
export type EventName = keyof Events;

/** The one bridge that the preload gives to the page, as `window.caseharbor`. */
export interface Bridge {
  /** `workspace`: the id of the workspace that the page shows, for calls about it; else null. */
  call<Name extends CallName>(
    name: Name,
    workspace: string | null,
    request: Request<Name>,
  ): Promise<Result<Response<Name>>>;
  /** Gives a function that ends the listening. */
  on<Name extends EventName>(name: Name, listener: (event: Events[Name]) => void): () => void;
}
