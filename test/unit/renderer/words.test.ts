import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { CADENCES } from '../../../shared/case/cadence.ts';
import { CHANGE_KINDS } from '../../../shared/case/change.ts';
import { GROUPS, STAGES } from '../../../shared/case/status-groups.ts';
import { PROBLEM_KINDS } from '../../../shared/problem.ts';
import { ANSWER_KINDS } from '../../../shared/service/answer.ts';

interface Words {
  readonly [key: string]: string | Words;
}

const folder = (language: string): URL => new URL(`../../../shared/locales/${language}/`, import.meta.url);
const files = (language: string): string[] => readdirSync(folder(language)).sort();
const read = (language: string, file: string): Words =>
  JSON.parse(readFileSync(new URL(file, folder(language)), 'utf8')) as Words;

/** Every text with its key, `a.b.c`. */
const texts = (words: Words, before = ''): [string, string][] =>
  Object.entries(words).flatMap(([key, value]) =>
    typeof value === 'string' ? [[before + key, value]] : texts(value, `${before}${key}.`),
  );

const placeholders = (text: string): string[] => [...text.matchAll(/\{\{[^}]*\}\}/g)].map(([found]) => found).sort();

test('both languages have the same files', () => {
  expect(files('es')).toEqual(files('en'));
});

describe.each(files('en'))('%s', (file) => {
  const [en, es] = [new Map(texts(read('en', file))), new Map(texts(read('es', file)))];

  test('has the same keys in both languages', () => {
    expect([...es.keys()].sort()).toEqual([...en.keys()].sort());
  });

  test('has words for every key, with nothing around them but what the text needs', () => {
    const empty = [...en, ...es].filter(([, text]) => text.trim() === '');
    expect(empty).toEqual([]);
  });

  test('has the same placeholders in both languages', () => {
    const differ = [...en].filter(
      ([key, text]) => placeholders(text).join() !== placeholders(es.get(key) ?? '').join(),
    );
    expect(differ).toEqual([]);
  });
});

describe('every value that has words has all of them', () => {
  const common = new Set(texts(read('en', 'common.json')).map(([key]) => key));
  const problems = new Set(texts(read('en', 'problems.json')).map(([key]) => key));

  test.each(PROBLEM_KINDS)('problem %s', (kind) => {
    expect(['title', 'meaning', 'action'].filter((part) => !problems.has(`${kind}.${part}`))).toEqual([]);
  });

  test.each([
    ['answer', ANSWER_KINDS],
    ['group', GROUPS],
    ['stage', STAGES],
    ['change', CHANGE_KINDS],
    ['cadence', CADENCES],
  ] as const)('%s', (name, values) => {
    expect(values.filter((value) => !common.has(`${name}.${value}`))).toEqual([]);
  });
});

test('a number that USCIS does not recognise is never called invalid', () => {
  const said = ['common.json', 'case.json', 'cases.json', 'inbox.json'].flatMap((file) =>
    [...texts(read('en', file)), ...texts(read('es', file))].filter(([key]) => /recogni/.test(key)),
  );
  expect(said.length).toBeGreaterThan(10);
  expect(said.filter(([, text]) => /inv[aá]lid/i.test(text))).toEqual([]);
});
