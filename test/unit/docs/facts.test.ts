import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '../../..');

const NAME = '[TAELRS]\\d';
/** How titles name facts: `'T1: …'`, `'E3, L3: …'`, `'… (L3: …)'`, `'… (E4 to E8)'`. */
const NAMING = new RegExp(`['"\`(](${NAME}(?:(?:, | to )${NAME})*)[:)]`, 'g');

function namedByTests(): Set<string> {
  const folder = join(root, 'test');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.test.ts'));
  const named = files.flatMap((name) => [...readFileSync(join(folder, name), 'utf8').matchAll(NAMING)]);
  return new Set(named.flatMap(([, names]) => names?.match(new RegExp(NAME, 'g')) ?? []));
}

test('every fact about USCIS has a test that names it, and no test names another', () => {
  const text = readFileSync(join(root, 'docs/uscis-api.md'), 'utf8');
  const facts = [...text.matchAll(/^\| ([TAELRS]\d) /gm)].map(([, name]) => name ?? '');
  expect(facts.length).toBeGreaterThan(30);
  expect(new Set(facts).size).toBe(facts.length);
  expect([...namedByTests()].sort()).toEqual([...facts].sort());
});
