import type { Result } from '../../shared/problem.ts';

/** The value of what a test needs to have worked; else it ends with the problem. */
export function good<Value>(result: Result<Value>): Value {
  if (!result.ok) throw new Error(`${result.problem.kind}: ${result.problem.detail ?? ''}`);
  return result.value;
}
