import { decodeEntities } from './text.ts';
import { readUrl } from '../url.ts';

/** A piece of a text from USCIS. Only these two exist: whatever else the text holds is shown as the characters it is made of. */
export type TextPiece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly href: string };

/**
 * A tag of HTML: an opening angle, a name, and no other angle before its end. The look ahead keeps the name whole, so that
 * a text which is all name is read once and not once for every length of it.
 */
const TAG = /<\/?([a-z][a-z\d]*)(?![a-z\d])([^<>]*)>/gi;

const HREF = /(?:^|\s)href\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"']+))/i;

/**
 * Reads a text from USCIS, which may hold HTML anchors and entities, into plain text and links. Only absolute https
 * addresses become links; any other anchor, and any other tag, is its words alone. Nothing is ever handed to a page as
 * markup. Never throws, and reads each character once, whatever stands in the text.
 */
export function parseRichText(raw: string): TextPiece[] {
  const pieces: TextPiece[] = [];
  let words = '';
  let href: string | null = null;
  let end = 0;
  const finish = (): void => {
    const text = decodeEntities(words);
    if (text !== '') pieces.push(href === null ? { kind: 'text', text } : { kind: 'link', text, href });
    words = '';
    href = null;
  };
  for (const tag of raw.matchAll(TAG)) {
    words += raw.slice(end, tag.index);
    end = tag.index + tag[0].length;
    if (tag[1]?.toLowerCase() !== 'a') continue;
    finish();
    if (!tag[0].startsWith('</')) href = readHref(tag[2] ?? '');
  }
  words += raw.slice(end);
  // An anchor that never closes is no link: how far it was meant to reach cannot be known.
  href = null;
  finish();
  return joined(pieces);
}

/** The words of a text from USCIS, without its markup. */
export const plainText = (raw: string): string =>
  parseRichText(raw)
    .map((piece) => piece.text)
    .join('');

/** The absolute https address of an anchor; null when it has none. */
function readHref(attributes: string): string | null {
  const match = HREF.exec(attributes);
  const url = readUrl(decodeEntities(match?.[1] ?? match?.[2] ?? match?.[3] ?? '').trim());
  return url?.protocol === 'https:' && url.username === '' && url.password === '' ? url.href : null;
}

/** Texts that stand side by side become one. */
function joined(pieces: readonly TextPiece[]): TextPiece[] {
  const result: TextPiece[] = [];
  for (const piece of pieces) {
    const before = result.at(-1);
    if (piece.kind === 'text' && before?.kind === 'text') {
      result[result.length - 1] = { kind: 'text', text: before.text + piece.text };
    } else result.push(piece);
  }
  return result;
}
