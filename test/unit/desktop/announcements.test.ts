import { describe, expect, it } from 'vitest';
import { announce } from '../../../electron/desktop/announcements.ts';
import { wordsIn } from '../../../electron/desktop/words.ts';
import { instant } from '../../../shared/clock.ts';
import type { ChangeView } from '../../../shared/contract/cases.ts';
import type { ReceiptNumber } from '../../../shared/case/receipt-number.ts';

const change = (id: number): ChangeView => ({
  id,
  caseId: id,
  receipt: `EAC99991034${String(id).padStart(2, '0')}` as ReceiptNumber,
  client: 'Synthetic Person',
  label: '',
  form: 'I-130',
  kinds: ['status_changed'],
  seenAt: instant(0),
  saidOn: null,
  before: null,
  after: {
    title: { en: 'Case Was Approved', es: 'Caso Fue Aprobado' },
    description: { en: 'Approved.', es: null },
  },
  addedHistory: [],
  group: 'approved',
  stage: 'decided',
  read: false,
});
const few = [change(1), change(2), change(3)];
const many = [...few, change(4)];

describe('the notifications of a pull', () => {
  it('say who, which and what at the full level, and open the case', () => {
    expect(announce([change(3)], 'full', wordsIn('en'))).toEqual([
      { title: 'Synthetic Person · EAC9999103403', body: 'Case Was Approved', opens: { to: 'case', id: 3 } },
    ]);
  });

  it("say USCIS's own Spanish words to a person who reads Spanish", () => {
    expect(announce([change(3)], 'full', wordsIn('es'))[0]?.body).toBe('Caso Fue Aprobado');
  });

  it('say each kind once, and what USCIS said with it', () => {
    const body = (more: Partial<ChangeView>): string | undefined =>
      announce([{ ...change(3), ...more }], 'full', wordsIn('en'))[0]?.body;
    expect(body({ kinds: ['not_recognised'], after: null })).toBe('USCIS no longer recognizes the number');
    expect(body({ kinds: ['text_changed'] })).toBe('Text changed: Case Was Approved');
    expect(body({ kinds: ['status_changed', 'text_changed'] })).toBe('Case Was Approved');
  });

  it('say no name, no status and four characters of the receipt at the masked level', () => {
    const [only] = announce([change(3)], 'masked', wordsIn('en'));
    const text = JSON.stringify(only);
    expect(text).toContain('3403');
    expect(text).not.toMatch(/Synthetic|EAC|Approved/);
  });

  it('say a number only at the count level', () => {
    expect(announce(few, 'count', wordsIn('en'))).toEqual([
      { title: '3 changes from USCIS', body: 'Open Caseharbor to see it.', opens: { to: 'inbox' } },
    ]);
  });

  it('are one each up to three, and one summary above', () => {
    expect(announce(few, 'full', wordsIn('en'))).toHaveLength(3);
    expect(announce(many, 'full', wordsIn('en'))).toEqual([
      { title: '4 changes from USCIS', body: 'In 4 cases. Open the Inbox.', opens: { to: 'inbox' } },
    ]);
  });

  it('are none when they are off, and none for nothing', () => {
    expect(announce(many, 'off', wordsIn('en'))).toEqual([]);
    expect(announce([], 'full', wordsIn('en'))).toEqual([]);
  });
});
