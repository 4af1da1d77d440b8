import { decodeEntities } from './text.ts';
import { readUrl } from '../url.ts';

/** A piece of a text from USCIS. Only these two exist: whatever else the text holds is shown as the characters it is made of. */
export type TextPiece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly href: string };

const ANCHOR = /<a\b[^>]*?\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))[^>]*>([\s\S]*?)<\/a>/gi;

/**
 * Reads a text from USCIS, which may hold HTML anchors and entities, into plain text and links. Only absolute https
 * addresses become links; any other anchor is its words alone. Nothing is ever handed to a page as markup. Never throws.
 */
export function parseRichText(raw: string): TextPiece[] {
  const pieces: TextPiece[] = [];
  let end = 0;
  for (const match of raw.matchAll(ANCHOR)) {
    addText(pieces, raw.slice(end, match.index));
    end = match.index + match[0].length;
    const words = plain(match[4] ?? '');
    const url = readUrl(decodeEntities(match[1] ?? match[2] ?? match[3] ?? '').trim());
    if (words !== '' && url?.protocol === 'https:' && url.username === '') {
      pieces.push({ kind: 'link', text: words, href: url.href });
    } else addText(pieces, words);
  }
  addText(pieces, raw.slice(end));
  return pieces;
}

/** The words of a text from USCIS, without its markup. */
export const plainText = (raw: string): string =>
  parseRichText(raw)
    .map((piece) => piece.text)
    .join('');

const plain = (text: string): string => decodeEntities(text.replace(/<\/?[a-z][^<>]*>/gi, ''));

function addText(pieces: TextPiece[], raw: string): void {
  const text = plain(raw);
  if (text !== '') pieces.push({ kind: 'text', text });
}
