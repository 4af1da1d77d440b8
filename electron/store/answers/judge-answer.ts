import { differences, withKnownHistory, type ChangeKind } from '../../../shared/case/change.ts';
import { saidOn } from '../../../shared/case/dates.ts';
import type { CivilDate } from '../../../shared/clock.ts';
import type { Recognition } from '../../../shared/contract/cases.ts';
import type { HistoryEntry, StatusContent } from '../../../shared/service/answer.ts';
import { addedHistory } from './added-history.ts';
import type { Observation } from './observations.ts';

/** What an answer means for a case, before anything is written. */
export interface Verdict {
  readonly recognition: Recognition;
  /** What USCIS said before; null: nothing yet. */
  readonly known: Observation | null;
  /** What it says now; null: no status. */
  readonly content: StatusContent | null;
  /** The words differ from `known`, or are the first. */
  readonly newWords: boolean;
  /** The weightiest first; empty: no change. */
  readonly kinds: readonly ChangeKind[];
  readonly saidOn: CivilDate | null;
  readonly addedHistory: readonly HistoryEntry[];
}

/**
 * The first status of a case is no change: there is nothing that it differs from. Unless USCIS had not recognised the
 * number until then: that it does now is what the office waits for.
 */
export function judgeStatus(before: Recognition, known: Observation | null, told: StatusContent): Verdict {
  const content = known === null ? told : withKnownHistory(known.content, told);
  const differing = known === null ? [] : differences(known.content, content);
  return {
    recognition: 'recognised',
    known,
    content,
    newWords: known === null || differing.length > 0,
    kinds: before === 'not_recognised' ? ['recognised_again', ...differing] : differing,
    saidOn: saidOn(content),
    addedHistory: known === null ? [] : addedHistory(known.content, content),
  };
}

/**
 * One "not recognised" is doubt, since USCIS has answered so by mistake; the next in the row makes it so. That is a change
 * only where USCIS did recognise the number before. An answer that says nothing of the case does not break the row.
 */
export function judgeNotRecognised(before: Recognition, known: Observation | null): Verdict {
  const sure = before === 'doubtful' || before === 'not_recognised';
  return {
    recognition: sure ? 'not_recognised' : 'doubtful',
    known,
    content: null,
    newWords: false,
    kinds: before === 'doubtful' && known !== null ? ['not_recognised'] : [],
    saidOn: null,
    addedHistory: [],
  };
}
