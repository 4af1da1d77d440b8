import { createHash } from 'node:crypto';
import type { CivilDate, Instant, Milliseconds } from '../../shared/clock.ts';
import { dayIn, isOpen } from '../../shared/service/hours.ts';
import { EASTERN, HOURS } from './calendar.ts';
import type { Witness } from './wire.ts';

/** A content that the service told of a case, by fingerprints. */
export interface MetState {
  /** Of the whole body. */
  readonly body: string;
  /** Of the words that a change shows. */
  readonly words: string;
}

/** A difference that the office must hear of, once. */
export interface ExpectedChange {
  readonly kind: 'content' | 'not_recognised' | 'recognised_again';
  readonly before: string | null;
  readonly after: string | null;
}

/** What the service told of one case, and what follows from it. */
export interface Story {
  readonly states: MetState[];
  readonly changes: ExpectedChange[];
  /** "Not recognised" in a row: one is doubt, two are an answer. */
  doubts: number;
}

/** What passed on the wire in the year. */
export interface Evidence extends Witness {
  readonly stories: ReadonlyMap<string, Story>;
  /** When each call for a case arrived, in order. */
  readonly arrivals: readonly Instant[];
  readonly callsOfDay: ReadonlyMap<CivilDate, number>;
  readonly outsideHours: number;
  /** The shortest time between two calls. */
  readonly closest: Milliseconds;
  /** Answers that came back, by what they were. */
  /** Forgets what it saw. */
  forget(): void;
  readonly answers: { status: number; notRecognised: number; unreadable: number; failures: number };
}

export const fingerprint = (text: string): string => createHash('sha256').update(text).digest('base64');
export const wordsOf = (title: string, description: string): string =>
  fingerprint(JSON.stringify([title, description]));

export function createWitness(): Evidence {
  const stories = new Map<string, Story>();
  const arrivals: Instant[] = [];
  const callsOfDay = new Map<CivilDate, number>();
  const answers = { status: 0, notRecognised: 0, unreadable: 0, failures: 0 };
  let outsideHours = 0;
  let closest = Infinity;

  const storyOf = (receipt: string): Story => {
    const story = stories.get(receipt) ?? { states: [], changes: [], doubts: 0 };
    stories.set(receipt, story);
    return story;
  };

  const told = (story: Story, text: string, content: ToldContent): void => {
    const { current_case_status_text_en: title, current_case_status_desc_en: description } = content;
    const state = { body: fingerprint(text), words: wordsOf(title, description) };
    const last = story.states.at(-1);
    const again = story.doubts >= 2;
    story.doubts = 0;
    const differs = last !== undefined && last.body !== state.body;
    if (again || differs) {
      const kind = again ? 'recognised_again' : 'content';
      story.changes.push({ kind, before: last?.words ?? null, after: state.words });
    }
    if (last === undefined || differs) story.states.push(state);
  };

  return {
    stories,
    arrivals,
    callsOfDay,
    answers,
    forget() {
      stories.clear();
      arrivals.length = 0;
      callsOfDay.clear();
    },
    get outsideHours() {
      return outsideHours;
    },
    get closest() {
      return closest;
    },
    arrived(_receipt, at) {
      closest = Math.min(closest, at - (arrivals.at(-1) ?? -Infinity));
      arrivals.push(at);
      if (!isOpen(HOURS, at)) outsideHours += 1;
      const day = dayIn(EASTERN, at);
      callsOfDay.set(day, (callsOfDay.get(day) ?? 0) + 1);
    },
    delivered(receipt, status, text) {
      if (status === 404) {
        answers.notRecognised += 1;
        const story = storyOf(receipt);
        story.doubts += 1;
        const last = story.states.at(-1);
        if (story.doubts === 2 && last !== undefined) {
          story.changes.push({ kind: 'not_recognised', before: last.words, after: null });
        }
        return;
      }
      const content = status === 200 ? contentOf(text) : null;
      if (content !== null) {
        answers.status += 1;
        told(storyOf(receipt), text, content);
      } else answers[status === 200 ? 'unreadable' : 'failures'] += 1;
    },
  };
}

interface ToldContent {
  readonly current_case_status_text_en: string;
  readonly current_case_status_desc_en: string;
}

function contentOf(text: string): ToldContent | null {
  try {
    return (JSON.parse(text) as { case_status: ToldContent }).case_status;
  } catch (error) {
    // Invalid JSON is what the service sends in a bad fortnight. Anything else is a mistake of this test.
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
