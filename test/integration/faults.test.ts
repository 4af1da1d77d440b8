import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { AnswerKind } from '../../shared/service/answer.ts';
import { documentOf, type Row } from '../faults/document.ts';
import { openOffice } from '../faults/office.ts';
import { TRIALS } from '../faults/trials.ts';
import { PHASES, tryFault, type Outcome, type Phase } from '../faults/try-fault.ts';

const DOCUMENT = resolve(import.meta.dirname, '../../docs/faults.md');

/** Set it to write the document instead of comparing it. */
const WRITE = process.env['WRITE_FAULTS'] === '1';

const ABOUT_A_CASE: ReadonlySet<AnswerKind> = new Set(['refused', 'not_recognised']);

const outcomes = new Map<string, Map<Phase, Outcome>>(TRIALS.map(({ name }) => [name, new Map()]));

describe('a pull that meets', () => {
  it.each(TRIALS)('$name, at any call', async (trial) => {
    const office = await openOffice();
    for (const phase of PHASES) {
      const expected = phase === 'token' ? trial.token : trial.check;
      if (expected === null) continue;
      const outcome = await tryFault(office, trial, phase);
      outcomes.get(trial.name)?.set(phase, outcome);
      // What the person reads under Activity is the answer itself, but for those that are about a case.
      const aboutCase = expected.answer !== null && ABOUT_A_CASE.has(expected.answer);
      expect({ phase, ...outcome }).toEqual({
        phase,
        answers: expected.answer === null ? [] : [expected.answer],
        shown: expected.shown === 'goes on' ? [] : [expected.shown],
        trouble: aboutCase ? null : expected.answer,
        wrong: [],
        tooFast: 0,
      });
    }
  });
});

describe('docs/faults.md', () => {
  it('says what was just seen (WRITE_FAULTS=1 writes it)', () => {
    const rows = TRIALS.map((trial): Row => ({ trial, outcomes: outcomes.get(trial.name) ?? new Map() }));
    const document = documentOf(rows);
    if (WRITE) writeFileSync(DOCUMENT, document);
    expect(readFileSync(DOCUMENT, 'utf8').replaceAll('\r\n', '\n')).toBe(document);
  });
});
