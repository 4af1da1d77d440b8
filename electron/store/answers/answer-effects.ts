import { saidOn } from '../../../shared/case/dates.ts';
import { stageOf } from '../../../shared/case/status-groups.ts';
import type { Instant } from '../../../shared/clock.ts';
import type { Recognition } from '../../../shared/contract/cases.ts';
import type { Answer, AnswerKind, StatusContent } from '../../../shared/service/answer.ts';
import type { Connection } from '../connection.ts';
import type { Texts } from './texts.ts';
import type { Titles } from './titles.ts';

/** The single writes that an answer is made of. Each works inside the caller's transaction. */
interface AnswerEffects {
  /** Writes the answer into the check's line of the log. */
  logCheck(checkId: number, answer: Answer, at: Instant): void;
  /** The case was asked, whatever came of it. */
  asked(caseId: number, answer: AnswerKind, at: Instant): void;
  recognise(caseId: number, recognition: Recognition): void;
  /** Makes a content the one that the case's row shows. */
  showContent(caseId: number, observationId: number, content: StatusContent): void;
  countInPull(pullId: number, answer: AnswerKind, changes: number): void;
  plan(caseId: number, nextCheckAt: Instant | null): void;
}

type Values = Record<string, string | number | null>;

export function createAnswerEffects(
  connection: Connection,
  { texts, titles }: { texts: Texts; titles: Titles },
): AnswerEffects {
  const log = connection.statement<Values>(
    'answers.log',
    `UPDATE checks SET answer = @answer, asked_at = @at, http_status = @httpStatus, code = @code, message = @message,
       trace_id = @traceId WHERE id = @checkId AND answer IS NULL`,
  );
  const asked = connection.statement<Values>(
    'answers.asked',
    `UPDATE cases SET waiting = 0, asked_at = @at, last_answer = @answer,
       answered_at = iif(@answer = 'status', @at, answered_at) WHERE id = @caseId`,
  );
  const recognise = connection.statement<Values>(
    'answers.recognise',
    'UPDATE cases SET recognition = @recognition WHERE id = @caseId AND recognition <> @recognition',
  );
  const show = connection.statement<Values>(
    'answers.show',
    `UPDATE cases SET observation_id = @observationId, form = @form, title_en = @titleEn, title_es = @titleEs,
       status_group = @group, stage = @stage, said_on = @saidOn, text_id = @textId WHERE id = @caseId`,
  );
  const count = connection.statement<Values>(
    'answers.count',
    'UPDATE pulls SET done = done + 1, changes = changes + @changes WHERE id = @pullId',
  );
  const countKind = connection.statement<Values>(
    'answers.countKind',
    `INSERT INTO pull_answers (pull_id, answer, checks) VALUES (@pullId, @answer, 1)
     ON CONFLICT (pull_id, answer) DO UPDATE SET checks = checks + 1`,
  );
  const plan = connection.statement<Values>(
    'answers.plan',
    'UPDATE cases SET next_check_at = @nextCheckAt WHERE id = @caseId',
  );
  return {
    logCheck(checkId, { kind, said }, at) {
      const { httpStatus = null, code = null, message = null, traceId = null } = said;
      log.run({ checkId, answer: kind, at, httpStatus, code, message, traceId });
    },
    asked(caseId, answer, at) {
      asked.run({ caseId, answer, at });
    },
    recognise(caseId, recognition) {
      recognise.run({ caseId, recognition });
    },
    showContent(caseId, observationId, content) {
      const { en: titleEn, es: titleEs } = content.title;
      const group = titles.groupOf(titleEn);
      show.run({
        caseId,
        observationId,
        form: content.form,
        titleEn,
        titleEs,
        group,
        stage: stageOf(group),
        saidOn: saidOn(content),
        textId: texts.idOf(content),
      });
    },
    countInPull(pullId, answer, changes) {
      count.run({ pullId, changes });
      countKind.run({ pullId, answer });
    },
    plan(caseId, nextCheckAt) {
      plan.run({ caseId, nextCheckAt });
    },
  };
}
