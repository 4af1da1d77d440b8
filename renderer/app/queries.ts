import { QueryClient, keepPreviousData, queryOptions, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useCallback, useEffect } from 'react';
import type { CallName, Request, Response, Topic } from '../../shared/contract/contract.ts';
import type { Result } from '../../shared/problem.ts';
import { useWorkspace } from './app-state.ts';
import { ProblemError, ask, isAboutWorkspace } from './ask.ts';
import { pageClock } from './clock.ts';

/**
 * What the page holds of the local store. It is right until the main process says `changed`: no timer, no network, no
 * look at the window's focus makes it ask again.
 */
export const createQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: Infinity,
        networkMode: 'always',
        retry: false,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
      },
    },
  });

const TOPICS: Readonly<Record<string, Topic>> = {
  inbox: 'inbox',
  cases: 'cases',
  pulls: 'activity',
  ledger: 'ledger',
  jobs: 'ledger',
  simulator: 'simulator',
  titles: 'cases',
  trash: 'cases',
  retention: 'cases',
  backups: 'backups',
  bundles: 'backups',
  holdings: 'holdings',
};

/** The topic whose `changed` event makes the answer to this call old. */
const topicOf = (name: CallName): Topic => TOPICS[name.split('.')[0] ?? ''] ?? 'app';

interface AskedOptions {
  readonly enabled?: boolean;
  /** Shows the answer to the last request until the one to the new request is there. */
  readonly keepLast?: boolean;
  /** Asks anew whenever the screen is shown: for what no event tells of. */
  readonly fresh?: boolean;
}

/** A call as a query of TanStack; its key begins with its topic. For `useQueries`; else `useAsked`. */
export const askedOptions = <Name extends CallName>(name: Name, request: Request<Name>, workspace: string | null) =>
  queryOptions<Response<Name>, ProblemError>({
    queryKey: [topicOf(name), name, isAboutWorkspace(name) ? workspace : null, request],
    queryFn: async () => {
      const result: Result<Response<Name>> = await ask(name, request, workspace);
      if (!result.ok) throw new ProblemError(result.problem);
      return result.value;
    },
  });

/** What the main process answers to a call that only reads; asked again when its topic changed. */
export function useAsked<Name extends CallName>(
  name: Name,
  request: Request<Name>,
  { enabled = true, keepLast = false, fresh = false }: AskedOptions = {},
): UseQueryResult<Response<Name>, ProblemError> {
  const workspace = useWorkspace()?.id ?? null;
  return useQuery({
    ...askedOptions(name, request, workspace),
    enabled: enabled && (workspace !== null || !isAboutWorkspace(name)),
    ...(keepLast ? { placeholderData: keepPreviousData } : {}),
    ...(fresh ? { refetchOnMount: 'always' as const } : {}),
  });
}

/** For calls that do something: `ask`, with the shown workspace sent along. Gives a `Result`. */
export function useAsk(): <Name extends CallName>(
  name: Name,
  request: Request<Name>,
) => Promise<Result<Response<Name>>> {
  const workspace = useWorkspace()?.id ?? null;
  return useCallback((name, request) => ask(name, request, workspace), [workspace]);
}

/** Events of a busy pull come many in a second: they are gathered for this long, in milliseconds. */
const GATHER = 150;

/** Makes the answers of every topic that changed old. Called once, by the app. */
export function useChanges(client: QueryClient): void {
  useEffect(() => {
    const gathered = new Set<Topic>();
    let cancel: (() => void) | null = null;
    const flush = (): void => {
      cancel = null;
      for (const topic of gathered) void client.invalidateQueries({ queryKey: [topic] });
      gathered.clear();
    };
    const stop = window.caseharbor.on('changed', ({ topics }) => {
      for (const topic of topics) gathered.add(topic);
      cancel ??= pageClock.after(GATHER, flush);
    });
    return () => {
      stop();
      cancel?.();
    };
  }, [client]);
}
