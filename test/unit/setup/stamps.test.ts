import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isFresh } from '../../../build/setup/bundle.mjs';
import { hashOfTree } from '../../../build/setup/files.mjs';
import { packagesStamp } from '../../../build/setup/packages.mjs';
import { cacheFolder } from '../../../build/setup/paths.mjs';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'caseharbor test '));
  mkdirSync(join(folder, 'a', 'deep'), { recursive: true });
  writeFileSync(join(folder, 'a', 'one.ts'), '1');
  writeFileSync(join(folder, 'a', 'deep', 'two.ts'), '2');
  writeFileSync(join(folder, 'lock.json'), '{}');
});
afterEach(() => rmSync(folder, { recursive: true }));

const hash = (): string => hashOfTree(folder, ['a', 'lock.json']);

describe('the hash of the sources', () => {
  it('stays while nothing but times changes', () => {
    const before = hash();
    writeFileSync(join(folder, 'a', 'one.ts'), '1');
    expect(hash()).toBe(before);
  });

  it.each([
    ['a changed file', () => writeFileSync(join(folder, 'a', 'deep', 'two.ts'), '3')],
    ['a new file', () => writeFileSync(join(folder, 'a', 'new.ts'), '')],
    ['a removed file', () => rmSync(join(folder, 'a', 'one.ts'))],
    ['a removed root', () => rmSync(join(folder, 'lock.json'))],
  ])('changes with %s', (_what, change) => {
    const before = hash();
    change();
    expect(hash()).not.toBe(before);
  });

  it('tells apart where one file ends and the next begins', () => {
    writeFileSync(join(folder, 'a', 'deep', 'two.ts'), '');
    writeFileSync(join(folder, 'a', 'one.ts'), '12');
    const before = hash();
    writeFileSync(join(folder, 'a', 'deep', 'two.ts'), '1');
    writeFileSync(join(folder, 'a', 'one.ts'), '2');
    expect(hash()).not.toBe(before);
  });
});

describe('a built application', () => {
  it('is fresh only with its own stamp and all its products', () => {
    expect(isFresh({ stamp: 'x\n', wanted: 'x', productsThere: true })).toBe(true);
    expect(isFresh({ stamp: 'x\n', wanted: 'y', productsThere: true })).toBe(false);
    expect(isFresh({ stamp: undefined, wanted: 'x', productsThere: true })).toBe(false);
    expect(isFresh({ stamp: 'x', wanted: 'x', productsThere: false })).toBe(false);
  });
});

describe('the stamp of the packages', () => {
  it('belongs to one lock file on one platform', () => {
    const stamp = packagesStamp('{}', 'linux-x64');
    expect(packagesStamp('{}', 'linux-x64')).toBe(stamp);
    expect(packagesStamp('{ }', 'linux-x64')).not.toBe(stamp);
    expect(packagesStamp('{}', 'darwin-arm64')).not.toBe(stamp);
  });
});

describe('the cache folder', () => {
  it('is the user’s, unless the environment names another', () => {
    expect(cacheFolder({}, '/home/someone')).toBe('/home/someone/.cache/caseharbor');
    expect(cacheFolder({ XDG_CACHE_HOME: '/else' }, '/home/someone')).toBe('/else/caseharbor');
    expect(cacheFolder({ XDG_CACHE_HOME: 'relative' }, '/home/someone')).toBe('/home/someone/.cache/caseharbor');
    expect(cacheFolder({ XDG_CACHE_HOME: '/else', CASEHARBOR_CACHE: '/mine' }, '/home/someone')).toBe('/mine');
  });
});
