import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRichText, plainText } from '../../../shared/case/rich-text.ts';

const text = (words: string) => ({ kind: 'text', text: words });
const link = (words: string, href: string) => ({ kind: 'link', text: words, href });

describe('texts of USCIS (A5: may contain HTML anchors)', () => {
  it('become words and links', () => {
    expect(parseRichText('Go to <a href="https://www.uscis.gov/e-request" target="_blank">e-Request</a> now.')).toEqual(
      [text('Go to '), link('e-Request', 'https://www.uscis.gov/e-request'), text(' now.')],
    );
  });

  it('are read with any quotes, any capitals and entities in the address', () => {
    expect(parseRichText("<A class=x HREF='https://a.example/?a=1&amp;b=2'>b&amp;c</A>")).toEqual([
      link('b&c', 'https://a.example/?a=1&b=2'),
    ]);
    expect(parseRichText('<a href=https://a.example/x>y</a>')).toEqual([link('y', 'https://a.example/x')]);
  });

  it.each([
    ['http://a.example/'],
    ['javascript:alert(1)'],
    ['java&#115;cript:alert(1)'],
    ['data:text/html,x'],
    ['//a.example/'],
    ['/relative'],
    ['file:///etc/passwd'],
    ['https://user@a.example/'],
    ['https://'],
    [''],
  ])('keep the words alone of a link to "%s"', (href) => {
    expect(parseRichText(`see <a href="${href}">here</a>`).every(({ kind }) => kind === 'text')).toBe(true);
    expect(plainText(`see <a href="${href}">here</a>`)).toBe('see here');
  });

  it('lose other markup and keep its words, and what only looks like markup', () => {
    expect(plainText('<p>One <b>two</b><br/>three</p><script>four</script>')).toBe('One twothreefour');
    expect(plainText('5 < 6 and 7 > 3 &lt;b&gt;')).toBe('5 < 6 and 7 > 3 <b>');
  });

  it('are decoded once, inside an anchor too', () => {
    expect(plainText('<a href="/x">&amp;lt;b&amp;gt;</a>')).toBe('&lt;b&gt;');
    expect(plainText('<a href="https://a.example/">&amp;lt;b&amp;gt;</a>')).toBe('&lt;b&gt;');
    expect(plainText('<a href="/x">&lt;b&gt;</a>')).toBe('<b>');
  });

  it('never make a link that is not absolute https, and never throw', () => {
    const piece = fc.constantFrom(
      '<a',
      ' href=',
      '"',
      "'",
      'https://a.example/',
      'javascript:x',
      '>',
      '</a>',
      'w',
      '&',
      ';',
    );
    const soup = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(fc.oneof(soup, fc.string()), (raw) => {
        for (const one of parseRichText(raw)) {
          expect(one.text).not.toBe('');
          if (one.kind === 'link') expect(one.href).toMatch(/^https:\/\//);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    ['a tag that is all name', 'a'],
    ['spaces', ' '],
    ['anchors that never close', '<a href="https://a.example/">'],
    ['openings without an end', '<a '],
    ['addresses without an end', '<a href='],
    ['addresses in addresses', ' href=x'],
    ['closings', '</a>'],
  ])('take time in proportion to their length: 200 kB of %s', (_what, piece) => {
    const raw = `<a${piece.repeat(Math.ceil(200_000 / piece.length))}`;
    const begun = performance.now();
    parseRichText(raw);
    expect(performance.now() - begun).toBeLessThan(1000);
  });
});
