import { expect, test } from 'vitest';
import { caseOf, PLACE, type Fact } from '../../support/crash/facts.ts';
import { Witness } from '../../support/crash/witness.ts';

const CASE = caseOf('ZZZ9000000001');
const imported: Fact[] = [
  [CASE, PLACE, 'live'],
  [CASE, 'label', 'as it was imported'],
];
const edited: Fact[] = [[CASE, 'label', 'as it was edited']];

/** An import, and an edit of what it has written already, which is over before the import is. */
function heard(): Witness {
  const witness = new Witness(new Map(), [], new Map());
  witness.hear({ say: 'begin', hand: 'heavy', deed: 'import', facts: imported, with: null });
  witness.hear({ say: 'begin', hand: 'light', deed: 'edit', facts: edited, with: null });
  witness.hear({ say: 'end', hand: 'light', facts: edited, made: null });
  witness.hear({ say: 'end', hand: 'heavy', facts: imported, made: null });
  return witness;
}

const found = (label: string) =>
  new Map([
    [
      CASE,
      new Map([
        [PLACE, 'live'],
        ['label', label],
      ]),
    ],
  ]);

test('what was written while something larger was under way stands when that is over', () => {
  expect(heard().settle(found('as it was edited'), true)).toEqual([]);
  expect(heard().settle(found('as it was imported'), true)).toHaveLength(1);
});

test('what is under way when something larger is over may stand, or not yet', () => {
  const underWay = (): Witness => {
    const witness = heard();
    witness.hear({ say: 'begin', hand: 'heavy', deed: 'import', facts: imported, with: null });
    witness.hear({ say: 'begin', hand: 'light', deed: 'edit', facts: edited, with: null });
    witness.hear({ say: 'end', hand: 'heavy', facts: imported, made: null });
    return witness;
  };
  expect(underWay().settle(found('as it was edited'), true)).toEqual([]);
  expect(underWay().settle(found('as it was imported'), true)).toEqual([]);
  expect(underWay().settle(found('as nobody wrote it'), true)).toHaveLength(1);
});
