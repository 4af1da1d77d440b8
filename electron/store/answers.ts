import type { ChangeKind } from '../../shared/case/change.ts';
import type { Instant } from '../../shared/clock.ts';
import type { Recognition } from '../../shared/contract/cases.ts';
import type { Answer } from '../../shared/service/answer.ts';
import { createAnswerEffects } from './answer-effects.ts';
import { toWatchedCase, WATCHED_COLUMNS, type WatchedRow } from './case-rows.ts';
import type { Changes } from './changes.ts';
import type { Connection } from './connection.ts';
import { judgeNotRecognised, judgeStatus, type Verdict } from './judge-answer.ts';
import type { Observations } from './observations.ts';
import type { Outbox } from './outbox.ts';
import type { PlanNextCheck } from './types.ts';

export interface Answers {
  /**
   * Records the answer to a check: observation, change, its announcement, the check's line in the log and the case's next
   * check, in one transaction. A check is recorded once; a second time does nothing.
   */
  recordAnswer(checkId: number, answer: Answer, at: Instant, nextCheckAt: PlanNextCheck): void;
}

interface Check {
  readonly case_id: number;
  readonly pull_id: number;
}

interface CaseState {
  readonly recognition: Recognition;
  readonly observation_id: number | null;
}

export function createAnswers(
  connection: Connection,
  parts: { observations: Observations; changes: Changes; outbox: Outbox },
): Answers {
  const { observations, changes, outbox } = parts;
  const effects = createAnswerEffects(connection);
  const openCheck = connection.statement<{ checkId: number }, Check>(
    'answers.check',
    'SELECT case_id, pull_id FROM checks WHERE id = @checkId AND answer IS NULL',
  );
  const state = connection.statement<{ caseId: number }, CaseState>(
    'answers.case',
    'SELECT recognition, observation_id FROM cases WHERE id = @caseId',
  );
  const watched = connection.statement<{ caseId: number }, WatchedRow>(
    'answers.watched',
    `SELECT ${WATCHED_COLUMNS} FROM cases WHERE id = @caseId`,
  );

  /** What the answer says of the case. */
  function judge(caseId: number, answer: Answer): Verdict | null {
    const before = state.get({ caseId });
    if (before === undefined) throw new Error('A check of a case that is not there');
    const known = before.observation_id === null ? null : observations.get(before.observation_id);
    if (answer.kind === 'status') return judgeStatus(before.recognition, known, answer.content);
    return answer.kind === 'not_recognised' ? judgeNotRecognised(before.recognition, known) : null;
  }

  /** Keeps what a status says. Gives the observation that it is, new or known. */
  function observe(caseId: number, answer: Answer & { kind: 'status' }, verdict: Verdict, at: Instant): number {
    if (verdict.known !== null && !verdict.newWords) {
      observations.seenAgain(verdict.known.id, at);
      return verdict.known.id;
    }
    const id = observations.add(caseId, answer.content, answer.body, at);
    effects.showContent(caseId, id, answer.content);
    return id;
  }

  function record(check: Check, checkId: number, answer: Answer, at: Instant, nextCheckAt: PlanNextCheck): void {
    const caseId = check.case_id;
    const verdict = judge(caseId, answer);
    effects.logCheck(checkId, answer, at);
    effects.asked(caseId, answer.kind, at);
    if (verdict !== null) effects.recognise(caseId, verdict.recognition);
    const afterId = answer.kind === 'status' && verdict !== null ? observe(caseId, answer, verdict, at) : null;
    const [first, ...others] = verdict?.kinds ?? [];
    if (verdict !== null && first !== undefined) {
      const kinds: [ChangeKind, ...ChangeKind[]] = [first, ...others];
      const beforeId = verdict.known?.id ?? null;
      const { saidOn, addedHistory } = verdict;
      outbox.put(
        changes.add({ caseId, pullId: check.pull_id, kinds, beforeId, afterId, seenAt: at, saidOn, addedHistory }),
      );
    }
    effects.countInPull(check.pull_id, answer.kind, first === undefined ? 0 : 1);
    const after = watched.get({ caseId });
    if (after !== undefined) effects.plan(caseId, nextCheckAt(toWatchedCase(after)));
  }

  return {
    recordAnswer(checkId, answer, at, nextCheckAt) {
      connection.write(() => {
        const check = openCheck.get({ checkId });
        if (check !== undefined) record(check, checkId, answer, at, nextCheckAt);
      });
    },
  };
}
