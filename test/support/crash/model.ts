import type { Edited, Place } from './words.ts';

/** Each field of a case with the values that it may have: one that is acknowledged, and those that were begun since. */
export interface ModelCase {
  readonly place: ReadonlySet<Place>;
  readonly written: Readonly<Record<Edited, ReadonlySet<string>>>;
}

/** A case as it stands in a database. */
export interface FoundCase {
  readonly place: Place;
  readonly written: Readonly<Record<Edited, string>>;
}

/** What stands in a database, as far as the load wrote it. */
export interface Found {
  readonly cases: ReadonlyMap<string, FoundCase>;
  /** The highest change that is unread, below which none is; null: none is unread. */
  readonly firstUnread: number | null;
  /** The hash of a line of the ledger; null: there is no such line. */
  readonly lineHash: (number: number) => string | null;
}

/**
 * What a database must hold: every write that was acknowledged, and of those under way any beginning. Never altered, so that
 * what a backup holds is what the model was when it was made.
 */
export interface Model {
  readonly cases: ReadonlyMap<string, ModelCase>;
  /** No change up to this one is unread. */
  readonly readUpTo: number;
  /** The last line of the ledger that was seen. */
  readonly line: { readonly number: number; readonly hash: string } | null;
}

export const only = <Value>(value: Value): ReadonlySet<Value> => new Set([value]);

const with_ = <Value>(values: ReadonlySet<Value>, more: Value): ReadonlySet<Value> => new Set([...values, more]);

/** A case that may be there from now on. */
const mayBe = (client: string, label: string): ModelCase => ({
  place: new Set(['absent', 'live']),
  written: { client: only(client), label: only(label), notes: only(''), pinned: only('0') },
});

function changeCases(model: Model, receipts: readonly string[], change: (before: ModelCase) => ModelCase): Model {
  const cases = new Map(model.cases);
  for (const receipt of receipts) {
    const before = cases.get(receipt);
    if (before === undefined) throw new Error('the model knows every case');
    cases.set(receipt, change(before));
  }
  return { ...model, cases };
}

export const beginMove = (model: Model, receipts: readonly string[], to: Place): Model =>
  changeCases(model, receipts, (before) => ({ ...before, place: with_(before.place, to) }));

export const endMove = (model: Model, receipts: readonly string[], to: Place): Model =>
  changeCases(model, receipts, (before) => ({ ...before, place: only(to) }));

export const beginEdit = (model: Model, receipt: string, field: Edited, value: string): Model =>
  changeCases(model, [receipt], (before) => ({
    ...before,
    written: { ...before.written, [field]: with_(before.written[field], value) },
  }));

export const endEdit = (model: Model, receipt: string, field: Edited, value: string): Model =>
  changeCases(model, [receipt], (before) => ({ ...before, written: { ...before.written, [field]: only(value) } }));

export const add = (model: Model, entered: readonly { receipt: string; client: string; label: string }[]): Model => ({
  ...model,
  cases: new Map([
    ...model.cases,
    ...entered.map(({ receipt, client, label }) => [receipt, mayBe(client, label)] as const),
  ]),
});

/** What was found is what there is: the model of the next process. */
export const asFound = (model: Model, found: Found): Model => ({
  ...model,
  cases: new Map(
    [...found.cases].map(([receipt, { place, written }]) => [
      receipt,
      {
        place: only(place),
        written: {
          client: only(written.client),
          label: only(written.label),
          notes: only(written.notes),
          pinned: only(written.pinned),
        },
      },
    ]),
  ),
});

/** What of the model is not so: empty when everything is. */
export function differences(model: Model, found: Found): string[] {
  const wrong: string[] = [];
  for (const [receipt, { place, written }] of model.cases) {
    const stands = found.cases.get(receipt);
    const now = stands?.place ?? 'absent';
    if (!place.has(now)) wrong.push(`${receipt} is ${now}, not ${[...place].join(' or ')}`);
    if (stands === undefined) continue;
    for (const [field, values] of Object.entries(written) as [Edited, ReadonlySet<string>][]) {
      const value = stands.written[field];
      if (!values.has(value))
        wrong.push(`${receipt} ${field}: ${short(value)}, not ${[...values].map(short).join(' or ')}`);
    }
  }
  for (const receipt of found.cases.keys()) {
    if (!model.cases.has(receipt)) wrong.push(`${receipt} is there, and nobody added it`);
  }
  if (found.firstUnread !== null && found.firstUnread <= model.readUpTo) {
    wrong.push(`change ${found.firstUnread} is unread, and all up to ${model.readUpTo} were read`);
  }
  const { line } = model;
  if (line !== null && found.lineHash(line.number) !== line.hash) {
    wrong.push(`line ${line.number} of the ledger is not what it was: ${found.lineHash(line.number) ?? 'gone'}`);
  }
  return wrong;
}

const short = (text: string): string => `“${text.slice(0, 30)}” (${text.length})`;
