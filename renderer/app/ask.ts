import type { Bridge, CallName, Request, Response } from '../../shared/contract/contract.ts';
import { fail, type Problem, type Result } from '../../shared/problem.ts';

declare global {
  interface Window {
    /** Given by the preload; the page's only way to anything outside itself. */
    readonly caseharbor: Bridge;
  }
}

/** A problem, thrown. Only where a library speaks exceptions (TanStack Query); everywhere else problems are values. */
export class ProblemError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.kind);
    this.name = 'ProblemError';
    this.problem = problem;
  }
}

/** The calls that are about the workspace that the page shows. */
type WorkspaceCallName = Extract<
  CallName,
  `${'cases' | 'inbox' | 'jobs' | 'ledger' | 'pulls' | 'simulator' | 'titles' | 'trash' | 'retention'}.${string}`
>;

export const isAboutWorkspace = (name: CallName): name is WorkspaceCallName =>
  /^(cases|inbox|jobs|ledger|pulls|simulator|titles|trash|retention)\./.test(name);

/**
 * Asks the main process: the page's one way out. `workspace` is the id of the one that the page shows; it is sent with
 * the calls that are about it. Never rejects: a bridge that breaks is the problem `unexpected`.
 */
export async function ask<Name extends CallName>(
  name: Name,
  request: Request<Name>,
  workspace: string | null = null,
): Promise<Result<Response<Name>>> {
  try {
    return await window.caseharbor.call(name, isAboutWorkspace(name) ? workspace : null, request);
  } catch (error) {
    return fail('unexpected', { detail: `${name}: ${error instanceof Error ? error.message : 'no reason given'}` });
  }
}
