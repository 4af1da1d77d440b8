import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import titles from '../../../shared/case/status-titles.json' with { type: 'json' };
import { GROUPS, groupOf, stageOf, STAGES } from '../../../shared/case/status-groups.ts';

describe('groups of status titles', () => {
  it('are all known, and every title finds its own', () => {
    expect(titles.length).toBe(175);
    for (const { title, group } of titles) {
      expect(GROUPS).toContain(group);
      expect(groupOf(title), title).toBe(group);
    }
  });

  it('mind no capitals, punctuation, apostrophes, entities or spaces', () => {
    const apostrophes = fc.constantFrom("'", '’', '‘', '&#39;', '&rsquo;', '`');
    const around = fc.constantFrom('', ' ', '\n', '.', '!', '\u00a0');
    fc.assert(
      fc.property(fc.constantFrom(...titles), apostrophes, around, fc.boolean(), (known, mark, space, loud) => {
        const title = loud ? known.title.toUpperCase() : known.title.toLowerCase();
        expect(groupOf(space + title.replaceAll("'", mark).replaceAll(' ', `${space} `) + space)).toBe(known.group);
      }),
    );
  });

  it.each([
    ['Response To USCIS’ Request For Evidence Was Received', 'response_received', 'pending'],
    ['Intent to Revoke Notice Was Sent', 'noir_or_rescind', 'action'],
    ['Notice Of Intent To Deny Was Sent', 'noid', 'action'],
    ['Petition Withdrawn/Over 180 Days/Not Automatically Revoked', 'not_revoked_notice', 'pending'],
    ['Case Was Rejected', 'rejected', 'decided'],
    ['Request For A Duplicate Card Was Approved', 'card_or_document_production', 'decided'],
    ['Notice Explaining USCIS Actions Was Mailed', 'notice_explaining_action', 'pending'],
    ['Case Was Denied And My Decision Notice Mailed', 'denied', 'decided'],
    ['Expedite Request Approved', 'expedite', 'pending'],
    ['CASE STATUS', 'no_information', 'unknown'],
  ])('S2: %s is %s', (title, group, stage) => {
    expect(groupOf(title)).toBe(group);
    expect(stageOf(groupOf(title))).toBe(stage);
  });

  it('S1: take an unknown title for unclassified, even when it holds the words of a known one', () => {
    for (const title of ['', 'Case Was Approved By Somebody Else', 'Intent to Deny Issued', 'toString', '__proto__']) {
      expect(groupOf(title)).toBe('unclassified');
    }
    fc.assert(
      fc.property(fc.constantFrom(...titles), fc.constantFrom('Not', 'Perhaps', 'No Longer'), ({ title }, word) => {
        expect(groupOf(`${word} ${title}`)).toBe('unclassified');
      }),
    );
    expect(stageOf('unclassified')).toBe('unknown');
  });

  it('have one stage each', () => {
    for (const group of GROUPS) expect(STAGES).toContain(stageOf(group));
  });
});
