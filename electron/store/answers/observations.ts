import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { saidOn } from '../../../shared/case/dates.ts';
import type { Instant } from '../../../shared/clock.ts';
import type { ObservationView } from '../../../shared/contract/cases.ts';
import type { StatusContent } from '../../../shared/service/answer.ts';
import type { Connection } from '../connection.ts';

export interface Observation {
  readonly id: number;
  readonly content: StatusContent;
  /** The content as it is kept. */
  readonly json: string;
}

export interface Observations {
  get(id: number): Observation | null;
  /** Keeps a new content and the exact text of the answer that brought it. */
  add(caseId: number, content: StatusContent, body: string, at: Instant): Observation;
  /** The same words came once more. */
  seenAgain(id: number, at: Instant): void;
  /** Newest first. */
  ofCase(caseId: number): ObservationView[];
  /** The exact text of the first answer with this content; null: there is no such observation. */
  body(id: number): string | null;
}

interface Row {
  readonly id: number;
  readonly content: string;
  readonly first_seen_at: Instant;
  readonly last_seen_at: Instant;
}

/** Content is written by `add` alone, so it is read back without a check. */
export const readContent = (json: string): StatusContent => JSON.parse(json) as StatusContent;

export function createObservations(connection: Connection): Observations {
  const byId = connection.statement<{ id: number }, { content: string }>(
    'observations.get',
    'SELECT content FROM observations WHERE id = @id',
  );
  const add = connection.statement<{ caseId: number; content: string; body: Buffer; at: number }>(
    'observations.add',
    `INSERT INTO observations (case_id, content, body, first_seen_at, last_seen_at)
     VALUES (@caseId, @content, @body, @at, @at)`,
  );
  const seenAgain = connection.statement<{ id: number; at: number }>(
    'observations.seenAgain',
    'UPDATE observations SET last_seen_at = max(last_seen_at, @at) WHERE id = @id',
  );
  const ofCase = connection.statement<{ caseId: number }, Row>(
    'observations.ofCase',
    `SELECT id, content, first_seen_at, last_seen_at FROM observations WHERE case_id = @caseId ORDER BY id DESC`,
  );
  const body = connection.statement<{ id: number }, { body: Buffer }>(
    'observations.body',
    'SELECT body FROM observations WHERE id = @id',
  );
  return {
    get(id) {
      const row = byId.get({ id });
      return row === undefined ? null : { id, content: readContent(row.content), json: row.content };
    },
    add(caseId, content, text, at) {
      const json = JSON.stringify(content);
      return { id: add.run({ caseId, content: json, body: deflateRawSync(text), at }).lastId, content, json };
    },
    seenAgain(id, at) {
      seenAgain.run({ id, at });
    },
    ofCase: (caseId) => ofCase.all({ caseId }).map(toView),
    body(id) {
      const row = body.get({ id });
      return row === undefined ? null : inflateRawSync(row.body).toString('utf8');
    },
  };
}

function toView(row: Row): ObservationView {
  const content = readContent(row.content);
  return {
    id: row.id,
    firstSeenAt: row.first_seen_at,
    lastSeenAt: row.last_seen_at,
    title: content.title,
    description: content.description,
    saidOn: saidOn(content),
  };
}
