import type { ChangeKind } from '../../../shared/case/change.ts';
import type { Instant } from '../../../shared/clock.ts';
import type { Recognition } from '../../../shared/contract/cases.ts';
import type { Answer } from '../../../shared/service/answer.ts';
import { createAnswerEffects } from './answer-effects.ts';
import { toWatchedCase, WATCHED_COLUMNS, type WatchedRow } from '../cases/case-rows.ts';
import type { Changes } from './changes.ts';
import type { Connection } from '../connection.ts';
import { judgeNotRecognised, judgeStatus, type Verdict } from './judge-answer.ts';
import type { LedgerWriter } from '../ledger/ledger.ts';
import type { Observation, Observations } from './observations.ts';
import type { Outbox } from './outbox.ts';
import type { Texts } from './texts.ts';
import type { Titles } from './titles.ts';
import type { PlanNextCheck } from '../types.ts';

export interface Answers {
  /**
   * Records the answer to a check: observation, change, its announcement, the check's line in the log and in the ledger,
   * and the case's next check, in one transaction. A check is recorded once; a second time does nothing. It is on the disk some
   * milliseconds later, and in any case before a change is announced; an answer that a power cut takes is asked for again.
   * `key`: the fingerprint of the key that was asked with; null: not known.
   */
  recordAnswer(checkId: number, answer: Answer, at: Instant, nextCheckAt: PlanNextCheck, key?: string | null): void;
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
  parts: {
    observations: Observations;
    changes: Changes;
    outbox: Outbox;
    ledger: LedgerWriter;
    texts: Texts;
    titles: Titles;
  },
): Answers {
  const { observations, changes, ledger, outbox, titles } = parts;
  const effects = createAnswerEffects(connection, parts);
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

  /** Keeps what a status says. Gives the observation that it is, new or known; null: it is no status. */
  function observe(caseId: number, answer: Answer, verdict: Verdict | null, at: Instant): Observation | null {
    if (answer.kind !== 'status' || verdict === null || verdict.content === null) return null;
    const { known, content, newWords } = verdict;
    if (known !== null && !newWords) {
      observations.seenAgain(known.id, at);
      return known;
    }
    const added = observations.add(caseId, content, answer.body, at);
    titles.seen(content.title, at);
    effects.showContent(caseId, added.id, content);
    return added;
  }

  function record(
    checkId: number,
    { case_id: caseId, pull_id: pullId }: Check,
    answer: Answer,
    at: Instant,
    key: string | null,
  ): void {
    const verdict = judge(caseId, answer);
    effects.logCheck(checkId, answer, at);
    effects.asked(caseId, answer.kind, at);
    if (verdict !== null) effects.recognise(caseId, verdict.recognition);
    const after = observe(caseId, answer, verdict, at);
    ledger.append({ caseId, at, answer: answer.kind, key, content: after?.json ?? null });
    const [first, ...others] = verdict?.kinds ?? [];
    if (verdict !== null && first !== undefined) {
      const kinds: [ChangeKind, ...ChangeKind[]] = [first, ...others];
      const beforeId = verdict.known?.id ?? null;
      const { saidOn, addedHistory } = verdict;
      const afterId = after?.id ?? null;
      outbox.put(changes.add({ caseId, pullId, kinds, beforeId, afterId, seenAt: at, saidOn, addedHistory }));
    }
    effects.countInPull(pullId, answer.kind, first === undefined ? 0 : 1);
  }

  return {
    recordAnswer(checkId, answer, at, nextCheckAt, key = null) {
      connection.writeSoon(() => {
        const check = openCheck.get({ checkId });
        if (check === undefined) return;
        record(checkId, check, answer, at, key);
        const after = watched.get({ caseId: check.case_id });
        if (after !== undefined) effects.plan(check.case_id, nextCheckAt(toWatchedCase(after)));
      });
    },
  };
}
