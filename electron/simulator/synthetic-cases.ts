import { PUBLISHED_RECEIPTS } from './staging-receipts.ts';

/** A case of the demonstration workspace. */
interface SyntheticCase {
  readonly receipt: string;
  readonly client: string;
  /** The office's own name for the matter. */
  readonly label: string;
}

/** How many of the published staging receipts the demonstration watches. */
const COUNT = 24;

/** Both captured receipts keep their status for ever; one of them is enough to show a settled case. */
const LEFT_OUT = 'EAC9999103402';

/**
 * What the demonstration workspace is filled with: published staging receipts, half of them with a history and half without,
 * and people who evidently do not exist.
 */
export const SYNTHETIC_CASES: readonly SyntheticCase[] = [true, false]
  .flatMap((history) =>
    PUBLISHED_RECEIPTS.filter((entry) => entry.history === history && entry.receipt !== LEFT_OUT).slice(0, COUNT / 2),
  )
  .map((entry, index) => {
    const number = String(index + 1).padStart(2, '0');
    return { receipt: entry.receipt, client: `Synthetic Person ${number} (demo)`, label: `Demo matter ${number}` };
  });
