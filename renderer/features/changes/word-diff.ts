/** A run of words that both texts have, or that only one has. */
export interface Piece {
  readonly kind: 'same' | 'changed';
  readonly text: string;
}

export interface Difference {
  readonly before: readonly Piece[];
  readonly after: readonly Piece[];
}

/** Words, each with the white space behind it; how much of that there is makes no difference. */
const tokens = (text: string): string[] => text.match(/^\s+|\S+\s*/g) ?? [];

/** Past this many comparisons the texts are shown without marks: nobody reads so long a difference. */
const MOST_COMPARISONS = 4_000_000;

/** Which words differ between two texts, by their longest common run of words. Joined, each side is its text again. */
export function wordDifference(before: string, after: string): Difference {
  const [written, rewritten] = [tokens(before), tokens(after)];
  const a = written.map((token) => token.trim());
  const b = rewritten.map((token) => token.trim());
  if (a.length * b.length > MOST_COMPARISONS) {
    return { before: [{ kind: 'changed', text: before }], after: [{ kind: 'changed', text: after }] };
  }
  const common = commonLengths(a, b);
  const at = (i: number, j: number): number => common[i * (b.length + 1) + j] ?? 0;
  const sides = { before: [] as Piece[], after: [] as Piece[] };
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const [left, right] = [a[i], b[j]];
    if (left !== undefined && left === right) {
      add(sides.before, 'same', written[i]);
      add(sides.after, 'same', rewritten[j]);
      i += 1;
      j += 1;
    } else if (right === undefined || (left !== undefined && at(i + 1, j) >= at(i, j + 1))) {
      add(sides.before, 'changed', written[i]);
      i += 1;
    } else {
      add(sides.after, 'changed', rewritten[j]);
      j += 1;
    }
  }
  return sides;
}

/** For every pair of places: how many words the rests of both texts have in common, in order. */
function commonLengths(a: readonly string[], b: readonly string[]): Uint32Array {
  const width = b.length + 1;
  const lengths = new Uint32Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      lengths[i * width + j] =
        a[i] === b[j]
          ? (lengths[(i + 1) * width + j + 1] ?? 0) + 1
          : Math.max(lengths[(i + 1) * width + j] ?? 0, lengths[i * width + j + 1] ?? 0);
    }
  }
  return lengths;
}

function add(pieces: Piece[], kind: Piece['kind'], text = ''): void {
  const last = pieces.at(-1);
  if (last?.kind === kind) pieces[pieces.length - 1] = { kind, text: last.text + text };
  else if (text !== '') pieces.push({ kind, text });
}
