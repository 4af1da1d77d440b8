import fc from 'fast-check';

/** Any text, of any UTF-16 units, halves of pairs too. Cheaper to set up than fast-check's own `binary` strings. */
export const anyText = fc
  .array(fc.oneof(fc.nat({ max: 0x7f }), fc.nat({ max: 0xffff })), { maxLength: 60 })
  .map((units) => String.fromCharCode(...units));

const label = fc.string({
  unit: fc.constantFrom(...'abz09-'.split(''), '127', 'localhost'),
  minLength: 1,
  maxLength: 4,
});

/** Addresses of many hosts, some of which look like this computer. */
export const addresses = fc
  .tuple(
    fc.constantFrom('http', 'https'),
    fc.array(label, { minLength: 1, maxLength: 5 }),
    fc.constantFrom('', ':80', ':4000', ':0'),
    fc.constantFrom('', '/', '/127.0.0.1', '?localhost', '#localhost', '@localhost'),
  )
  .map(([scheme, labels, port, rest]) => `${scheme}://${labels.join('.')}${port}${rest}`);
