import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAnswer } from '../../../electron/uscis/answers.ts';
import { instant } from '../../../shared/clock.ts';
import type { Answer, StatusContent } from '../../../shared/service/answer.ts';
import { anyText } from '../../support/arbitraries.ts';
import { ASKED, caseStatusBody, caseStatusBodyWithout, EMPTY_BODY } from './bodies.ts';

const read = (body: string, status = 200): Answer =>
  readAnswer(ASKED, { status, retryAfter: null, date: null, body }, instant(0));

function content(body: string): StatusContent {
  const answer = read(body);
  if (answer.kind !== 'status') throw new Error(`no status but ${answer.kind}`);
  return answer.content;
}

describe('answer 200 (A1)', () => {
  it('reads every field, texts verbatim with their anchors, and keeps the body as it came', () => {
    const body = `\n  ${caseStatusBody()}`;
    expect(read(body)).toEqual({
      kind: 'status',
      body,
      said: { httpStatus: 200 },
      content: {
        receipt: ASKED,
        form: 'I-130',
        submittedAt: '2023-09-05T14:28:46',
        modifiedAt: '2023-09-06T15:29:47',
        title: { en: 'Case Was Approved', es: 'Caso Fue Aprobado' },
        description: {
          en: 'On September 5, 2023, we approved it. <a href="https://www.uscis.gov/">USCIS</a>',
          es: 'El 5 de septiembre de 2023 lo aprobamos.',
        },
        history: [],
      },
    });
  });

  it('A3: takes a null, an absent and an empty history for none', () => {
    expect(content(caseStatusBody({ hist_case_status: null })).history).toEqual([]);
    expect(content(caseStatusBodyWithout('hist_case_status')).history).toEqual([]);
    expect(content(caseStatusBody({ hist_case_status: [] })).history).toEqual([]);
  });

  it('A4: reads both date formats in one history, keeps its order and its repeated entries', () => {
    const hist_case_status = [
      { date: '2023-09-05', completed_text_en: 'b', completed_text_es: 'be' },
      { date: '01-02-2024 00:00:00', completed_text_en: 'a', completed_text_es: '' },
      { date: '2023-09-05', completed_text_en: 'b', completed_text_es: 'be' },
      { date: 'soon', completed_text_en: 'c', completed_text_es: null },
    ];
    expect(content(caseStatusBody({ hist_case_status })).history).toEqual([
      { date: '2023-09-05', text: { en: 'b', es: 'be' } },
      { date: '2024-01-02', text: { en: 'a', es: null } },
      { date: '2023-09-05', text: { en: 'b', es: 'be' } },
      { date: null, text: { en: 'c', es: null } },
    ]);
  });

  it('reads dates month first (09-05-2023 is in September)', () => {
    expect(content(caseStatusBody({ modifiedDate: '09-05-2023 14:28:46' })).modifiedAt).toBe('2023-09-05T14:28:46');
  });

  it('A2: does without the dates that IOE receipts lack', () => {
    expect(content(caseStatusBodyWithout('modifiedDate')).modifiedAt).toBeNull();
    expect(content(caseStatusBody({ submittedDate: '' })).submittedAt).toBeNull();
    expect(content(caseStatusBody({ submittedDate: 'tomorrow' })).submittedAt).toBeNull();
  });

  it('A6: reads non-ASCII as UTF-8 and as \\u escapes alike', () => {
    const plain = caseStatusBody({ current_case_status_text_es: 'Aprobación' });
    const escaped = plain.replace('Aprobación', String.raw`Aprobaci\u00f3n`);
    expect(escaped).not.toBe(plain);
    expect(content(escaped)).toEqual(content(plain));
  });

  it('takes forms as free text', () => {
    expect(content(caseStatusBody({ formType: 'OS155A' })).form).toBe('OS155A');
    expect(content(caseStatusBody({ formType: ' ' })).form).toBeNull();
  });
});

describe('200 that is no status', () => {
  it('A7: takes empty texts and a null history for "not recognised" (seen in the live sandbox)', () => {
    expect(read(EMPTY_BODY)).toEqual({ kind: 'not_recognised', said: { httpStatus: 200 } });
  });

  it.each([
    ['invalid JSON, as 19 staging receipts sent in June 2026', caseStatusBody().replaceAll('\\"', '"')],
    ['nothing', ''],
    ['a page of HTML', '<html><body>Sign in to the network</body></html>'],
    ['another number', caseStatusBody({ receiptNumber: 'EAC9999103404' })],
    ['no number', caseStatusBodyWithout('receiptNumber')],
    ['empty texts about another number', EMPTY_BODY.replace(ASKED, 'EAC9999103404')],
    ['a text but no title', caseStatusBody({ current_case_status_text_en: ' ' })],
    ['no title field', caseStatusBodyWithout('current_case_status_text_en')],
    ['a title of another type', caseStatusBody({ current_case_status_text_en: 7 })],
    ['a history of another type', caseStatusBody({ hist_case_status: 'none' })],
    ['an empty object', '{"case_status":{}}'],
    ['null', 'null'],
    ['an error in a 200', '{"code":404,"message":"no"}'],
  ])('takes %s for unreadable', (_what, body) => {
    expect(read(body).kind).toBe('unreadable');
  });
});

describe('whatever the body is', () => {
  const bodies = fc.oneof(fc.string(), fc.json(), anyText);

  it('never throws, and is a status only with HTTP 200', () => {
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 599 }), bodies, (status, body) => {
        expect(read(body, status).kind).not.toBe('status');
      }),
    );
  });

  it('gives a status only for a mutated body that still names the case and has a title', () => {
    const whole = caseStatusBody({ hist_case_status: [{ date: '2023-09-05', completed_text_en: 'x' }] });
    const place = fc.nat({ max: whole.length });
    fc.assert(
      fc.property(place, fc.nat({ max: 40 }), fc.string({ maxLength: 10 }), (at, cut, put) => {
        const body = whole.slice(0, at) + put + whole.slice(at + cut);
        const answer = read(body);
        if (answer.kind !== 'status') return;
        const sent = JSON.parse(body) as { case_status: Record<string, string> };
        expect(sent.case_status['receiptNumber']?.replace(/[\s-]/g, '').toUpperCase()).toBe(ASKED);
        expect(sent.case_status['current_case_status_text_en']).toBe(answer.content.title.en);
        expect(answer.content.title.en.trim()).not.toBe('');
      }),
      { numRuns: 2000 },
    );
  });

  it('minds no field being replaced by any JSON value', () => {
    const fields = fc.constantFrom(
      ...Object.keys((JSON.parse(caseStatusBody()) as { case_status: object }).case_status),
    );
    fc.assert(
      fc.property(fields, fc.jsonValue(), (field, value) => {
        const answer = read(caseStatusBody({ [field]: value }));
        expect(['status', 'unreadable', 'not_recognised']).toContain(answer.kind);
        if (answer.kind === 'status') expect(answer.content.title.en.trim()).not.toBe('');
      }),
    );
  });
});
