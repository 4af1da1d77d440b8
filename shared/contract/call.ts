import type { z } from 'zod';

/**
 * One thing that the page can ask of the main process. The request is checked against `request` at the door; the
 * response is a type, because the page trusts the main process. Every call answers with a `Result<Response>`.
 */
export interface Call<Request extends z.ZodType, Response> {
  readonly request: Request;
  /**
   * `workspace`: the call is about the open workspace, and is refused (`no_workspace`) when the page meant another one
   * than is open. `app`: it is about the application.
   */
  readonly scope: 'app' | 'workspace';
  /** Never set: it carries the response's type. */
  readonly response?: Response;
}

type CallMaker = <Response>() => <Request extends z.ZodType>(request: Request) => Call<Request, Response>;

export const appCall: CallMaker = () => (request) => ({ request, scope: 'app' });
export const workspaceCall: CallMaker = () => (request) => ({ request, scope: 'workspace' });
