import { expect, test } from 'vitest';
import { FAULTS_BY_SORT } from '../../../renderer/features/simulator/faults.ts';
import { FAULT_KINDS } from '../../../shared/contract/simulator-lists.ts';

test('every fault that can be set going by itself is offered, once', () => {
  expect(Object.values(FAULTS_BY_SORT).flat().sort()).toEqual([...FAULT_KINDS].sort());
});
