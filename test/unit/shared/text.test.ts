import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { comparable, decodeEntities } from '../../../shared/case/text.ts';

describe('entities', () => {
  it.each([
    ['USCIS&#39; Request', "USCIS' Request"],
    ['USCIS&#x27; Request', "USCIS' Request"],
    ['USCIS&rsquo; Request', 'USCIS’ Request'],
    ['A &amp; B &LT; C', 'A & B < C'],
    ['&amp;lt;', '&lt;'],
    ['&nosuch; &; &#; & &#xD800; &#1114112; &#0;', '&nosuch; &; &#; & &#xD800; &#1114112; &#0;'],
    ['&#128512;', '😀'],
  ])('%s is %s', (written, read) => {
    expect(decodeEntities(written)).toBe(read);
  });

  it('are decoded once, and any text without an ampersand stays as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        fc.pre(!text.includes('&'));
        expect(decodeEntities(text)).toBe(text);
        expect(decodeEntities(text.replaceAll('x', '&#120;'))).toBe(text);
      }),
    );
  });
});

describe('the form for comparing', () => {
  it('is the same for apostrophes, quotes, entities, spaces and compositions that mean the same', () => {
    const forms = ["USCIS' “Tránsito”", 'USCIS’ "Tra\u0301nsito"', ' USCIS&#39;\u00a0\n"Tr&#225;nsito" '];
    expect(new Set(forms.map(comparable)).size).toBe(1);
  });

  it('is not the same for other words or other capitals', () => {
    expect(comparable('Case Was Approved')).not.toBe(comparable('Case was Approved'));
    expect(comparable('Case Was Approved')).not.toBe(comparable('Case Was Approved.'));
  });

  it('does not change when it is made again of a text without entities', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const once = comparable(text.replaceAll('&', ''));
        expect(comparable(once)).toBe(once);
      }),
    );
  });
});
