import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync, gzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { codeOf, groupsOfCode } from '../../../shared/recovery-code.ts';
import { codeForms, foundIn, keyForms, searchFolders, textForms, type Forbidden } from '../../support/clear-text.ts';

const NAME = 'Wilhelmina Núñez-Vogelsang';
const KEY = '00112233445566778899aabbccddeeff0123456789abcdeffedcba9876543210';
const CODE = codeOf(Array.from({ length: 28 }, (_nothing, place) => place));
const FORBIDDEN: readonly Forbidden[] = [
  { what: 'the name', forms: textForms(NAME) },
  { what: 'the key', forms: keyForms(KEY) },
  { what: 'the code', forms: codeForms(CODE) },
];
const [first = '', second = '', third = ''] = groupsOfCode(CODE);

/** Each planted in the middle of something else, as it would stand in a file. */
const PLANTED: readonly (readonly [string, string, Buffer])[] = [
  ['the name', 'as it is', Buffer.from(NAME)],
  ['the name', 'in UTF-16', Buffer.from(NAME, 'utf16le')],
  ['the name', 'in base 64', Buffer.from(Buffer.from(NAME).toString('base64'))],
  ['the name', 'in hexadecimal digits', Buffer.from(Buffer.from(NAME).toString('hex'))],
  ['the name', 'in an address', Buffer.from(encodeURIComponent(NAME))],
  ['the key', 'as bytes', Buffer.from(KEY, 'hex')],
  ['the key', 'as digits', Buffer.from(KEY)],
  ['the key', 'as capital digits', Buffer.from(KEY.toUpperCase())],
  ['the key', 'in base 64', Buffer.from(Buffer.from(KEY, 'hex').toString('base64'))],
  ['the key', 'in a pragma', Buffer.from(`PRAGMA key = "x'${KEY}'"`)],
  ['the code', 'whole', Buffer.from(groupsOfCode(CODE).join('-'))],
  ['the code', 'in small letters', Buffer.from(groupsOfCode(CODE).join(' ').toLowerCase())],
  ['the code', 'in a part', Buffer.from(`${second}-${third}`)],
];

test.each(PLANTED)('%s is found, %s', (what, _how, bytes) => {
  const around = Buffer.concat([Buffer.from('\0\u0001before'), bytes, Buffer.from('after\0')]);
  expect(foundIn(around, FORBIDDEN)).toEqual([what]);
  expect(foundIn(gzipSync(around), FORBIDDEN)).toEqual([what]);
  expect(foundIn(deflateRawSync(around), FORBIDDEN)).toEqual([what]);
});

test('nothing is found where nothing stands', () => {
  expect(foundIn(Buffer.from(`Wilhelmina ${first} ${KEY.slice(0, 32)}`), FORBIDDEN)).toEqual([]);
  expect(foundIn(Buffer.alloc(0), FORBIDDEN)).toEqual([]);
});

test('every file of every folder is searched, however deep and whatever it is called', () => {
  const top = mkdtempSync(join(tmpdir(), 'caseharbor clear '));
  onTestFinished(() => rmSync(top, { recursive: true, force: true }));
  const deep = join(top, 'a', '.hidden', 'IndexedDB');
  mkdirSync(deep, { recursive: true });
  mkdirSync(join(top, 'b'));
  writeFileSync(join(deep, '000003.log'), `x${NAME}x`);
  writeFileSync(join(top, 'b', 'harmless'), 'nothing');
  expect(searchFolders([join(top, 'a'), join(top, 'b'), join(top, 'gone')], FORBIDDEN)).toEqual([
    `the name in ${join(deep, '000003.log')}`,
  ]);
});
