import { expect, test } from 'vitest';
import { isAboutWorkspace } from '../../../renderer/app/ask.ts';
import { contract, type CallName } from '../../../shared/contract/contract.ts';

test('the page sends its workspace with just those calls that the contract says are about one', () => {
  const names = Object.keys(contract) as CallName[];
  const about = names.filter((name) => contract[name].scope === 'workspace');
  expect(about.length).toBeGreaterThan(10);
  expect(names.filter(isAboutWorkspace)).toEqual(about);
});
