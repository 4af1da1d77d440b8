import fc from 'fast-check';

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
type JsonObject = Record<string, Json>;

/** Pieces that parsers stumble over. */
const AWKWARD = [
  ...[
    '"',
    '\\',
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    'null',
    '""',
    '1e999',
    '-0',
    'true',
    '\\u0000',
    '\\ud800',
    '\u0000',
    '\ufeff',
  ],
  ...[
    '<a href="',
    '&#39;',
    '&#x110000;',
    '&nbsp;',
    '{"a":',
    '[[[[[[[[',
    '"__proto__":{"x":1},',
    '😀',
    '\u2028',
    '\r\n\r\n',
  ],
];

const mutation = fc.record({
  /** Where, as a share of the text. */
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  remove: fc.oneof(fc.constant(0), fc.nat({ max: 3 }), fc.nat({ max: 400 })),
  insert: fc.oneof(
    fc.constant(''),
    fc.constantFrom(...AWKWARD),
    fc.nat({ max: 0xffff }).map((unit) => String.fromCharCode(unit)),
  ),
});

/** Damages a text in up to four places. */
export const damage: fc.Arbitrary<(text: string) => string> = fc.array(mutation, { minLength: 1, maxLength: 4 }).map(
  (mutations) => (text) =>
    mutations.reduce((damaged, { at, remove, insert }) => {
      const place = Math.floor(at * damaged.length);
      return damaged.slice(0, place) + insert + damaged.slice(place + remove);
    }, text),
);

const shuffled = <Item>(items: readonly Item[], order: readonly number[]): Item[] =>
  items
    .map((item, index) => ({ item, key: order[index % order.length] ?? 0 }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);

/**
 * The same content of a 200 in another form: fields and history in any order, other white space, escapes, entities and
 * apostrophes, more fields than we know, another echo in `message`.
 */
export const dress: fc.Arbitrary<(body: string) => string> = fc
  .record({
    order: fc.array(fc.nat(), { minLength: 3, maxLength: 12 }),
    spaces: fc.constantFrom('', ' ', '\n\n  ', '\t'),
    indent: fc.nat({ max: 3 }),
    escapes: fc.boolean(),
    entities: fc.boolean(),
    doubled: fc.boolean(),
    apostrophe: fc.constantFrom("'", '’', '&#39;', '&apos;', '&#x2019;'),
    more: fc.jsonValue(),
    message: fc.string(),
  })
  .map((form) => (body) => {
    const { case_status } = JSON.parse(body) as { case_status: JsonObject };
    const reword = (text: string): string => {
      const spaced = form.doubled ? ` ${text.replaceAll(' ', '  ')}\n` : text;
      const entities = form.entities ? spaced.replace(' ', '&nbsp;') : spaced;
      return entities.replaceAll("'", form.apostrophe);
    };
    const entry = (value: Json): Json =>
      Object.fromEntries(
        shuffled(Object.entries(value as JsonObject), form.order).map(([name, text]) => [
          name,
          name === 'date' || typeof text !== 'string' ? text : reword(text),
        ]),
      );
    const fields = shuffled(Object.entries(case_status), form.order).map(([name, value]): [string, Json] => {
      if (Array.isArray(value)) return [name, shuffled(value as readonly Json[], form.order).map(entry)];
      return [name, typeof value === 'string' && name.startsWith('current_') ? reword(value) : value];
    });
    const whole = { unknownField: form.more, message: form.message, case_status: Object.fromEntries(fields) };
    const text = form.spaces + JSON.stringify(whole, null, form.indent) + form.spaces;
    return form.escapes
      ? text.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
      : text;
  });
