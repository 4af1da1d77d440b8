import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHANGE_KINDS, differences } from '../../../shared/case/change.ts';
import { readReceipt } from '../../../shared/case/receipt-number.ts';
import type { CivilDate } from '../../../shared/clock.ts';
import type { HistoryEntry, StatusContent } from '../../../shared/service/answer.ts';

const reading = readReceipt('EAC9999103403');
if (reading.kind !== 'receipt') throw new Error('a staging receipt is well-formed');
const { receipt } = reading;

const words = fc.constantFrom('', 'a', 'b', 'We received it.', 'We received it.', 'Recibimos “eso”.', 'USCIS’ review');
const bilingual = fc.record({ en: words, es: fc.option(words, { nil: null }) });
const dates = fc.option(fc.constantFrom('2023-09-05' as CivilDate, '2024-01-02' as CivilDate), { nil: null });
const entries = fc.record({ date: dates, text: bilingual });
const moments = fc.option(fc.constantFrom('2023-09-05T14:28:46', '2024-01-02T00:00:00'), { nil: null });
const contents: fc.Arbitrary<StatusContent> = fc.record({
  receipt: fc.constant(receipt),
  form: fc.option(fc.constantFrom('I-130', 'I-765'), { nil: null }),
  submittedAt: moments,
  modifiedAt: moments,
  title: bilingual,
  description: bilingual,
  history: fc.array(entries, { maxLength: 6 }),
});

const entry = (en: string): HistoryEntry => ({ date: '2024-01-02' as CivilDate, text: { en, es: null } });

const base: StatusContent = {
  receipt,
  form: 'I-130',
  submittedAt: '2023-09-05T14:28:46',
  modifiedAt: '2023-09-05T14:28:46',
  title: { en: 'Case Was Received', es: 'Caso Fue Recibido' },
  description: { en: "On September 5, 2023, we received USCIS' form.", es: 'El 5 de septiembre …' },
  history: [entry('one'), entry('two')],
};

describe('what changed between two answers', () => {
  it('is nothing when they are the same', () => {
    fc.assert(
      fc.property(contents, (content) => {
        expect(differences(content, structuredClone(content))).toEqual([]);
      }),
    );
  });

  it('is nothing when only the order of the history differs (order is not guaranteed)', () => {
    fc.assert(
      fc.property(contents, fc.array(fc.nat(), { minLength: 6, maxLength: 6 }), (content, places) => {
        const history = content.history
          .map((one, index) => ({ one, place: places[index] ?? 0 }))
          .sort((a, b) => a.place - b.place)
          .map(({ one }) => one);
        expect(differences(content, { ...content, history })).toEqual([]);
      }),
    );
  });

  it('is nothing when only entities, apostrophes, quotes or spaces differ', () => {
    const same = {
      ...base,
      title: { en: ' Case  Was Received', es: 'Caso Fue Recibido ' },
      description: { ...base.description, en: 'On September 5, 2023, we received USCIS&#39;\u00a0form.' },
    };
    expect(differences(base, same)).toEqual([]);
  });

  it('is the same both ways, but for history that is added one way and removed the other', () => {
    fc.assert(
      fc.property(contents, contents, (one, other) => {
        const forth = differences(one, other);
        const back = differences(other, one);
        for (const kind of ['status_changed', 'record_touched'] as const) {
          expect(forth.includes(kind)).toBe(back.includes(kind));
        }
        expect(forth.length === 0).toBe(back.length === 0);
      }),
    );
  });

  it('lists the weightiest kind first, each once', () => {
    fc.assert(
      fc.property(contents, contents, (one, other) => {
        const places = differences(one, other).map((kind) => CHANGE_KINDS.indexOf(kind));
        expect(places).toEqual([...new Set(places)].sort((a, b) => a - b));
      }),
    );
  });

  it('is seen without modifiedDate (absent for IOE receipts)', () => {
    const ioe = { ...base, modifiedAt: null, submittedAt: null };
    expect(differences(ioe, { ...ioe, title: { en: 'Case Was Approved', es: null } })).toContain('status_changed');
  });

  it('names each kind', () => {
    expect(differences(base, { ...base, title: { ...base.title, en: 'Case Was Approved' } })).toEqual([
      'status_changed',
    ]);
    expect(differences(base, { ...base, title: { ...base.title, es: 'Otro' } })).toEqual(['text_changed']);
    expect(differences(base, { ...base, description: { ...base.description, en: 'x' } })).toEqual(['text_changed']);
    expect(differences(base, { ...base, form: 'I-130A' })).toEqual(['text_changed']);
    expect(differences(base, { ...base, history: [...base.history, entry('three')] })).toEqual(['history_added']);
    expect(differences(base, { ...base, history: [entry('one')] })).toEqual(['text_changed']);
    const moved = { ...base, modifiedAt: '2023-09-06T00:00:00' };
    expect(differences(base, moved)).toEqual(['record_touched']);
    const reworded = { ...moved, title: { ...base.title, en: 'Case Was Approved' } };
    expect(differences(base, reworded), 'the words are not the same').toEqual(['status_changed']);
  });

  it('counts a history entry that is repeated', () => {
    const twice = { ...base, history: [...base.history, entry('two')] };
    expect(differences(base, twice)).toEqual(['history_added']);
    expect(differences(twice, base)).toEqual(['text_changed']);
  });
});
