import { ipcMain, type WebContents, type WebFrameMain } from 'electron';
import {
  contract,
  type CallName,
  type EventName,
  type Events,
  type Request,
  type Response,
} from '../../shared/contract/contract.ts';
import { fail, type Result } from '../../shared/problem.ts';
import type { Log } from '../log.ts';

type Answered<Name extends CallName> = Result<Response<Name>> | Promise<Result<Response<Name>>>;

/** What answers each call of the contract, of either scope; `Current` is the open workspace. */
export type Handlers<Current> = {
  readonly [Name in CallName]: (request: Request<Name>, current: Current) => Answered<Name>;
};

export interface RouterOptions<Current> {
  readonly handlers: Handlers<Current>;
  /** The open workspace, if it is the one that the page means. */
  readonly current: (workspace: string) => Current | null;
  /** Is this frame our own page, in our own window? */
  readonly trusts: (frame: WebFrameMain | null) => boolean;
  /** What a failing disk or database means to a person; throws what is a mistake of ours. */
  readonly problemOf: (error: unknown) => Result<never>;
  readonly log: Log;
}

/** The only two channels there are: one for calls, one for events. */
const CALLS = 'caseharbor:call';
const EVENTS = 'caseharbor:event';

/**
 * The door between the page and the main process. Every call is checked: who asks, that the contract has it, that it is
 * about the workspace that is open, and that its request fits the schema. Whatever goes wrong, the page gets a problem.
 */
export function listen<Current>(options: RouterOptions<Current>): () => void {
  ipcMain.handle(CALLS, async (event, name: unknown, workspace: unknown, request: unknown) => {
    if (!options.trusts(event.senderFrame)) {
      options.log.warn('ipc: refused a sender');
      return fail('invalid_request', { detail: 'sender' });
    }
    return answer(options, name, workspace, request);
  });
  return () => ipcMain.removeHandler(CALLS);
}

/** Answers one call of a trusted sender. */
export async function answer<Current>(
  { handlers, current, problemOf, log }: Omit<RouterOptions<Current>, 'trusts'>,
  name: unknown,
  workspace: unknown,
  request: unknown,
): Promise<Result<unknown>> {
  if (typeof name !== 'string' || !isCallName(name)) return fail('invalid_request', { detail: 'unknown call' });
  const call = contract[name];
  const parsed = call.request.safeParse(request);
  if (!parsed.success) {
    const where = parsed.error.issues.map((issue) => issue.path.join('.')).join(', ');
    log.warn('ipc: refused a request', { call: name, where });
    return fail('invalid_request', { detail: `${name}: ${where}` });
  }
  const open = typeof workspace === 'string' ? current(workspace) : null;
  if (call.scope === 'workspace' && open === null) return fail('no_workspace');
  try {
    // The schema has just shown that the request is this call's; TypeScript cannot join the two by name.
    const handler = handlers[name] as (request: unknown, current: Current | null) => Answered<CallName>;
    return await handler(parsed.data, open);
  } catch (error) {
    log.error(`ipc: ${name} failed`, error);
    try {
      return problemOf(error);
    } catch {
      return fail('unexpected', { detail: name });
    }
  }
}

const isCallName = (name: string): name is CallName => Object.hasOwn(contract, name);

/** Tells the page something unasked. */
export function tell<Name extends EventName>(page: WebContents, name: Name, event: Events[Name]): void {
  if (!page.isDestroyed()) page.send(EVENTS, name, event);
}
