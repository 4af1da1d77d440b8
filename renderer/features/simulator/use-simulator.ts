import { useCallback } from 'react';
import type { Request } from '../../../shared/contract/contract.ts';
import { useAsk } from '../../app/queries.ts';
import { useReportProblem } from '../../ui/report-problem.ts';

type Deed = 'simulator.play' | 'simulator.add' | 'simulator.stop' | 'simulator.clear';

/** Does something to the simulator; what is in the way is told. True: it was done. */
export function useSimulator(): <Name extends Deed>(name: Name, request: Request<Name>) => Promise<boolean> {
  const ask = useAsk();
  const report = useReportProblem();
  return useCallback(
    async (name, request) => {
      const result = await ask(name, request);
      if (!result.ok) report(result.problem);
      return result.ok;
    },
    [ask, report],
  );
}
