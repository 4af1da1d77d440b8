import { hash } from 'node:crypto';
import type { ReceiptNumber } from '../../../shared/case/receipt-number.ts';
import type { Instant } from '../../../shared/clock.ts';

/** What the hash of a line is made of. docs/ledger.md describes it, for whoever verifies a ledger without this program. */
export interface HashedLine {
  readonly number: number;
  readonly at: Instant;
  /** `markOf` its case, in hexadecimal digits. */
  readonly mark: string;
  /** Empty: nothing was sent, for want of a key, or it is not known which key it was. */
  readonly key: string;
  readonly answer: string;
  /** In hexadecimal digits; empty: the answer has no content. */
  readonly content: string;
}

/** The first line of what is hashed. Another way of hashing would get another. */
const FORM = 'caseharbor ledger 1';

const sha256 = (text: string): Buffer => hash('sha256', text, 'buffer');

/** `previous`: the hash of the line before, in hexadecimal digits. The first line of all has 64 zeros before it. */
export const hashOfLine = (previous: string, line: HashedLine): Buffer =>
  sha256(
    `${FORM}\n${previous}\n${line.number}\n${new Date(line.at).toISOString()}\n${line.mark}\n${line.key}\n` +
      `${line.answer}\n${line.content}`,
  );

/** What stands for a case in its lines. Whoever has the salt can tell that it is of this receipt number; nobody else can. */
export const markOf = (salt: Uint8Array, receipt: ReceiptNumber): Buffer =>
  sha256(`${Buffer.from(salt).toString('hex')}\n${receipt}`);

/**
 * Of the content that an observation keeps, as it is kept, and not of the answer's exact bytes: of an answer that says the
 * same as the one before no bytes are kept, so that nobody could ever compare their hash with anything.
 */
export const hashOfContent = (json: string): Buffer => sha256(json);
