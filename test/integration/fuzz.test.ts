import { createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { caseBody } from '../../electron/simulator/case-body.ts';
import { readAnswer } from '../../electron/uscis/answers.ts';
import { createUscisClient, type UscisClient } from '../../electron/uscis/client.ts';
import { guardedFetch } from '../../electron/uscis/fetch.ts';
import { differences } from '../../shared/case/change.ts';
import { instant, later, MINUTE } from '../../shared/clock.ts';
import { ok } from '../../shared/problem.ts';
import { ANSWER_KINDS, type Answer, type StatusContent } from '../../shared/service/answer.ts';
import { anyText } from '../support/arbitraries.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { damage, dress } from '../support/mutations.ts';
import { addCase, ask, content, NOON, temporaryStore } from '../support/temporary-store.ts';
import { ASKED } from '../unit/uscis/bodies.ts';

/** How often each property is tried: FUZZ_RUNS=100000 for a long run; the seed is the same, FUZZ_SEED gives another. */
const runs = (short: number): fc.Parameters<unknown> => ({
  numRuns: Number(process.env['FUZZ_RUNS'] ?? short),
  seed: Number(process.env['FUZZ_SEED'] ?? 20_261_122),
});
const LONG = 10 * 60_000;

const NOW = instant(Date.parse('2026-11-18T15:00:00Z'));
const STATUSES = [200, 200, 200, 201, 204, 206, 301, 400, 401, 403, 404, 418, 422, 429, 500, 502, 503, 504, 599];

/** A case whose description has an anchor and whose history has several lines. */
const BODY = JSON.stringify(
  caseBody({ receipt: ASKED, history: true }, 1, null, NOW, {
    status: { title: "Response To USCIS' Request For Evidence Was Received" },
    at: NOW,
  }),
);

const read = (status: number, body: string, retryAfter: string | null = null, date: string | null = null): Answer =>
  readAnswer(ASKED, { status, body, retryAfter, date }, NOW);

function contentOf(answer: Answer): StatusContent {
  if (answer.kind !== 'status') throw new Error(`no status but ${answer.kind}`);
  return answer.content;
}

const TRUE = contentOf(read(200, BODY));

/** The fields of a body, read without any of our own code. */
function fieldsOf(body: string): Record<string, unknown> {
  return (JSON.parse(body) as { case_status: Record<string, unknown> }).case_status;
}

describe('a damaged answer', () => {
  it('never throws, and says of a case only what stands in it', { timeout: LONG }, () => {
    const kinds = new Set<string>();
    fc.assert(
      fc.property(
        damage,
        fc.constantFrom(...STATUSES),
        fc.option(anyText),
        fc.option(anyText),
        (spoil, status, after, date) => {
          const body = spoil(BODY);
          const answer = read(status, body, after, date);
          kinds.add(answer.kind);
          if (answer.kind === 'not_recognised' && status === 200) {
            const { current_case_status_text_en: en, current_case_status_desc_en: described } = fieldsOf(body);
            expect([en, described].map((text) => (typeof text === 'string' ? text.trim() : ''))).toEqual(['', '']);
          }
          if (answer.kind !== 'status') return;
          expect(status).toBe(200);
          const fields = fieldsOf(body);
          expect(answer.content.title.en).toBe(fields['current_case_status_text_en']);
          expect(answer.content.description.en).toBe(fields['current_case_status_desc_en'] ?? '');
          expect(answer.content.history).toHaveLength(((fields['hist_case_status'] ?? []) as unknown[]).length);
          // Whatever was damaged around it: the same case is no change.
          if (JSON.stringify(fields) === JSON.stringify(fieldsOf(BODY))) {
            expect(differences(TRUE, answer.content)).toEqual([]);
          }
        },
      ),
      runs(3000),
    );
    expect(kinds).toContain('status');
    expect(kinds).toContain('unreadable');
  });

  it('of any text at all never throws, and is no status', { timeout: LONG }, () => {
    fc.assert(
      fc.property(fc.oneof(anyText, fc.json()), fc.constantFrom(...STATUSES), (body, status) => {
        expect(read(status, body).kind).not.toBe('status');
      }),
      runs(2000),
    );
  });

  it('in another dress is the same answer: nothing changed', { timeout: LONG }, () => {
    fc.assert(
      fc.property(dress, (wear) => {
        expect(differences(TRUE, contentOf(read(200, wear(BODY))))).toEqual([]);
      }),
      runs(1500),
    );
  });
});

/** What a server may put into the head of an answer. Some of it is no HTTP. */
const header = fc.oneof(
  fc.constantFrom(
    ...[
      'Content-Length: 0',
      'Content-Length: -1',
      'Content-Length: 99999999',
      'Content-Length: 5',
      'Content-Length: 5, 7',
    ],
    ...['Transfer-Encoding: chunked', 'Content-Encoding: gzip', 'Content-Encoding: br', 'Content-Encoding: nothing'],
    ...[
      'Content-Type: text/html',
      'Content-Type: application/json; charset=utf-16',
      'Content-Type:',
      'Connection: upgrade',
    ],
    ...[
      'Location: http://127.0.0.1:1/',
      'Retry-After: soon',
      'Retry-After: 1e400',
      'Date: yesterday',
      'Set-Cookie: a=b',
    ],
    ...['no header', ': nameless', 'Bad Name: x', ' folded', 'X: \u0000', `Long: ${'x'.repeat(20_000)}`],
  ),
  anyText.map((text) => `X-Any: ${text}`),
);
const line = fc.constantFrom(
  ...[
    'HTTP/1.1 200 OK',
    'HTTP/1.1 200',
    'HTTP/1.0 200 OK',
    'HTTP/1.1 404 Not Found',
    'HTTP/1.1 503 x',
    'HTTP/1.1 429 x',
  ],
  ...[
    'HTTP/1.1 401 x',
    'HTTP/1.1 302 x',
    'HTTP/1.1 100 Continue',
    'HTTP/1.1 204 x',
    'HTTP/1.1 304 x',
    'HTTP/1.1 999 x',
  ],
  ...['HTTP/1.1 0 x', 'HTTP/9 200 OK', 'SSH-2.0', ''],
);
const rawAnswer = fc.record({
  line,
  headers: fc.array(header, { maxLength: 4 }),
  length: fc.boolean(),
  /** How much of the body comes before the connection ends. */
  share: fc.oneof(fc.constant(1), fc.double({ min: 0, max: 1, noNaN: true })),
});

const TOKEN_ANSWER =
  'HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{"access_token":"token-of-the-fuzz","expires_in":"1799"}';

/** A server that answers as it is told, byte for byte, and ends the connection; and a client of it. */
async function rawPair(answer: (isToken: boolean) => string): Promise<UscisClient> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
    socket.once('data', (request) => {
      socket.end(answer(request.toString('latin1').startsWith('POST')));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(
    () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => {
          resolve();
        });
      }),
  );
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return createUscisClient({
    endpoints: () => ({ tokenUrl: `${origin}/oauth/accesstoken`, apiBase: origin }),
    credentials: () => Promise.resolve(ok({ clientId: 'id', clientSecret: 'secret' })),
    fetch: guardedFetch(fetch, false),
    // It stands still: what does not end by itself would end this test by its own limit.
    clock: new FakeClock('2026-11-18T15:00:00Z'),
  });
}

describe('an answer that is damaged on the wire', () => {
  it('is always an answer, and never another status than the true one', { timeout: LONG }, async () => {
    const kinds = new Set<string>();
    let next = { forToken: false, text: '' };
    const client = await rawPair((isToken) => (isToken === next.forToken ? next.text : TOKEN_ANSWER));
    await fc.assert(
      fc.asyncProperty(rawAnswer, fc.integer({ min: 0, max: 9 }), async ({ line, headers, length, share }, place) => {
        const bytes = Buffer.from(BODY);
        const head = [line, ...headers, ...(length ? [`Content-Length: ${bytes.length}`] : [])].join('\r\n');
        next = { forToken: place === 0, text: `${head}\r\n\r\n${bytes.subarray(0, share * bytes.length).toString()}` };
        if (next.forToken) client.forgetToken();
        const answer = await client.check(ASKED);
        kinds.add(answer.kind);
        expect(ANSWER_KINDS).toContain(answer.kind);
        if (answer.kind === 'status') expect(answer.content).toEqual(TRUE);
        if (answer.kind === 'not_recognised') expect(answer.said.httpStatus).toBe(404);
      }),
      runs(300),
    );
    for (const kind of ['status', 'unreadable', 'network']) expect(kinds).toContain(kind);
  });
});

describe('the database under damaged answers', () => {
  it('tells no change and keeps one observation', { timeout: LONG }, async () => {
    const { store } = temporaryStore();
    const id = await addCase(store, 1);
    const base = content(1);
    let at = NOON;
    const record = (answer: Answer): void => {
      at = later(at, MINUTE);
      ask(store, id, answer, at);
    };
    // The same words as the case of the store has: its number apart, the dressed body is the true one.
    const named = (answer: Answer): Answer =>
      answer.kind === 'status' ? { ...answer, content: { ...answer.content, receipt: base.receipt } } : answer;
    record(named(read(200, BODY)));
    const errors = fc.constantFrom(...STATUSES.filter((status) => status !== 200 && status !== 404));
    fc.assert(
      fc.property(dress, damage, errors, fc.nat({ max: 2 }), (wear, spoil, status, which) => {
        const torn = BODY.slice(0, Math.floor(BODY.length * 0.7));
        const answer =
          which === 0 ? read(200, wear(BODY)) : which === 1 ? read(status, spoil(BODY)) : read(200, spoil(torn));
        // A damage can heal nothing that was torn.
        if (which === 2) expect(answer.kind).toBe('unreadable');
        record(named(answer));
      }),
      runs(150),
    );
    const detail = store.cases.detail(id);
    expect(detail?.changes).toEqual([]);
    expect(detail?.observations).toHaveLength(1);
    expect(detail?.row.title?.en).toBe(TRUE.title.en);
    expect(store.outbox.take(at)).toEqual([]);
  });
});
