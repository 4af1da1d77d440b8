import { z } from 'zod';
import type { EditedField } from '../../../shared/contract/cases.ts';

/**
 * One thing that stands somewhere: what it is about (a case by its receipt number, a change, a title, the ledger, the office as
 * a whole), what of it, and its value.
 */
export const factSchema = z.tuple([z.string(), z.string(), z.string()]).readonly();
export type Fact = z.infer<typeof factSchema>;

/** Of this fact nobody knows just now what it is. */
const ANY = '*';

type Facts<Value> = ReadonlyMap<string, ReadonlyMap<string, Value>>;

/**
 * What a database must hold: of each fact the value that was acknowledged, and those that were begun since. Never altered, so
 * that what a backup holds is what the model was when it was made.
 */
export type Model = Facts<ReadonlySet<string>>;

/** What stands in a database. */
export type Found = Facts<string>;

/** Where a case is, whether a change was read, how a title is filed. */
export const PLACE = 'place';
export const READ = 'read';
export const GROUP = 'group';
export const HOLD = 'hold';

/** A field together with what its history says that stood there before: one without the other is an edit half done. */
export const withHistory = (field: EditedField): string => `${field}${HISTORY}`;
const HISTORY = ' with its history';
/** The value of that; `before` null: the field has no history. */
export const valueWithHistory = (value: string, before: string | null): string => JSON.stringify([value, before]);

const ABSENT = 'absent';

/** What each of these is before anybody did anything. */
const AT_FIRST: ReadonlyMap<string, string> = new Map([
  [PLACE, ABSENT],
  [READ, 'no'],
  [GROUP, ''],
  [HOLD, ''],
  ...(
    [
      ['tags', ''],
      ['notes', ''],
      ['cadence', 'automatic'],
      ['pinned', '0'],
    ] as const
  ).flatMap(([field, value]): [string, string][] => [
    [field, value],
    [withHistory(field), valueWithHistory(value, null)],
  ]),
]);

export const caseOf = (receipt: string): string => `case ${receipt}`;
export const changeOf = (id: number): string => `change ${id}`;
export const titleOf = (key: string): string => `title ${key}`;
export const OFFICE = 'office';
export const LEDGER = 'ledger';
/** What stands outside the database: the name of the workspace, its folder, the code that opens it, how many others there are. */
export const OUTSIDE = 'workspace';
export const OTHERS = 'others';
export const lineOf = (number: number): string => `line ${number}`;

export const receiptOf = (about: string): string | null => (isCase(about) ? about.slice('case '.length) : null);

const isCase = (about: string): boolean => about.startsWith('case ');
const isChange = (about: string): boolean => about.startsWith('change ');

export const only = (value: string): ReadonlySet<string> => new Set([value]);

/** The model with some of its facts altered; `alter` is given what may stand there now. */
function altered(
  model: Model,
  facts: readonly Fact[],
  alter: (values: ReadonlySet<string>, value: string) => ReadonlySet<string>,
): Model {
  if (facts.length === 0) return model;
  const next = new Map(model);
  const fresh = new Map<string, Map<string, ReadonlySet<string>>>();
  for (const [about, what, value] of facts) {
    const aspects = fresh.get(about) ?? new Map(model.get(about));
    fresh.set(about, aspects);
    next.set(about, aspects);
    const first = AT_FIRST.get(what);
    aspects.set(what, alter(aspects.get(what) ?? new Set(first === undefined ? [] : [first]), value));
  }
  return next;
}

/** From now on these facts may stand. */
export const begin = (model: Model, facts: readonly Fact[]): Model =>
  altered(model, facts, (values, value) => new Set([...values, value]));

/** From now on these facts stand. */
export const stand = (model: Model, facts: readonly Fact[]): Model =>
  altered(model, facts, (_values, value) => only(value));

/** What two facts have in common that cannot both stand. */
export const sameFact = ([about, what]: Fact): string => `${about}\n${what}`;

/** Of what was begun this is what came to stand; the rest stands no more, but for what another hand has `pending`. */
export function end(
  model: Model,
  begun: readonly Fact[],
  stands: readonly Fact[],
  pending: readonly Fact[] = [],
): Model {
  const settled = new Set(stands.map(sameFact));
  const dropped = begun.filter((fact) => !settled.has(sameFact(fact)));
  const without = altered(model, dropped, (values, value) => new Set([...values].filter((each) => each !== value)));
  return begin(
    stand(without, stands),
    pending.filter((fact) => settled.has(sameFact(fact))),
  );
}

/** What was found is what there is. */
export const asFound = (found: Found): Model =>
  new Map(
    [...found].map(([about, aspects]) => [about, new Map([...aspects].map(([what, value]) => [what, only(value)]))]),
  );

/** What of the model is not so: empty when everything is. */
export function differences(model: Model, found: Found): string[] {
  const wrong: string[] = [];
  for (const [about, aspects] of model) {
    const stands = found.get(about);
    for (const [what, values] of aspects) {
      const value = stands?.get(what) ?? (what === PLACE ? ABSENT : undefined);
      // Of what is not there nothing else can be said; whether it may be gone is said by the case's place.
      if (stands === undefined && what !== PLACE && (isCase(about) || isChange(about))) continue;
      if (values.has(ANY) || (value !== undefined && values.has(value))) continue;
      wrong.push(`${about}, ${what}: ${short(value)}, not ${[...values].map(short).join(' or ')}`);
    }
  }
  for (const about of found.keys()) {
    if (isCase(about) && !model.has(about)) wrong.push(`${about} is there, and nobody added it`);
  }
  return wrong;
}

/**
 * What a database must hold after another office's was merged into it. What only that office has comes as it is there. Of what
 * both have ours stays, or takes what stands there where nobody here ever wrote it; which of the two is not asked here.
 */
export function merged(ours: Model, theirs: Found): Model {
  // The merge puts changes in the order of their time, and gives them new numbers.
  const next = new Map([...ours].filter(([about]) => !isChange(about)));
  for (const [about, aspects] of theirs) {
    if (about === OFFICE || about === LEDGER || isChange(about)) continue;
    const here = ours.get(about);
    const place = here?.get(PLACE);
    const isNew = here === undefined || (place?.size === 1 && place.has(ABSENT));
    if (isNew) next.set(about, asFound(new Map([[about, aspects]])).get(about) ?? new Map());
    else next.set(about, united(here, aspects));
  }
  return next;
}

function united(
  ours: ReadonlyMap<string, ReadonlySet<string>>,
  theirs: ReadonlyMap<string, string>,
): ReadonlyMap<string, ReadonlySet<string>> {
  const next = new Map(ours);
  for (const [what, value] of theirs) {
    if (what === PLACE) continue;
    next.set(what, new Set([...(ours.get(what) ?? []), what.endsWith(HISTORY) ? ANY : value]));
  }
  return next;
}

const short = (text: string | undefined): string =>
  text === undefined ? 'gone' : `“${text.slice(0, 30)}”${text.length > 30 ? ` (${text.length})` : ''}`;
