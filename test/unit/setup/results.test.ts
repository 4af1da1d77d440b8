import { describe, expect, it } from 'vitest';
import { countCheck, countPlaywright, countVitest } from '../../../build/checks/results.mjs';
import { stepLine } from '../../../build/setup/steps.mjs';

const file = (status: string, ...tests: string[]): object => ({
  status,
  assertionResults: tests.map((one) => ({ status: one })),
});

describe('the sum of npm test', () => {
  it('counts a check as one', () => {
    expect(countCheck(0)).toEqual({ passed: 1, failed: 0 });
    expect(countCheck(2)).toEqual({ passed: 0, failed: 1 });
  });

  it('counts tests one by one', () => {
    const report = { testResults: [file('passed', 'passed', 'passed'), file('failed', 'passed', 'failed')] };
    expect(countVitest(report, 1)).toEqual({ passed: 3, failed: 1 });
    expect(countPlaywright({ stats: { expected: 4, unexpected: 1, flaky: 0, skipped: 0 } }, 1)).toEqual({
      passed: 4,
      failed: 1,
    });
  });

  it('counts what was skipped, planned or flaky as failed', () => {
    const report = { testResults: [file('passed', 'passed', 'skipped', 'todo', 'pending')] };
    expect(countVitest(report, 0)).toEqual({ passed: 1, failed: 3 });
    expect(countPlaywright({ stats: { expected: 1, unexpected: 0, flaky: 1, skipped: 2 } }, 0)).toEqual({
      passed: 1,
      failed: 3,
    });
  });

  it('counts a file that did not load, and errors outside of tests', () => {
    expect(countVitest({ testResults: [file('passed', 'passed'), file('failed')] }, 1)).toEqual({
      passed: 1,
      failed: 1,
    });
    const stats = { expected: 1, unexpected: 0, flaky: 0, skipped: 0 };
    expect(countPlaywright({ stats, errors: [{}] }, 1)).toEqual({ passed: 1, failed: 1 });
  });

  it.each([
    ['wrote no report', undefined, 1],
    ['wrote no report and says all is well', undefined, 0],
    ['ran no test', { testResults: [], stats: { expected: 0 } }, 0],
  ])('counts a run that %s as a failure', (_what, report, code) => {
    expect(countVitest(report, code)).toEqual({ passed: 0, failed: 1 });
    expect(countPlaywright(report, code)).toEqual({ passed: 0, failed: 1 });
  });

  it('believes the exit code where every test passed', () => {
    expect(countVitest({ testResults: [file('passed', 'passed')] }, 1)).toEqual({ passed: 1, failed: 1 });
    expect(countPlaywright({ stats: { expected: 2 } }, 1)).toEqual({ passed: 2, failed: 1 });
  });

  it('prints a step on one line', () => {
    expect(stepLine('unit', '12 passed', 1234)).toMatch(/^unit {7}12 passed {40,}1\.23 s$/);
  });
});
