import { describe, expect, it } from 'vitest';
import {
  missingPackages,
  packagesFor,
  parseCandidates,
  parseInstalled,
  parsePackageList,
} from '../../../build/setup/system.mjs';

describe('system packages', () => {
  it('counts only those that are installed whole', () => {
    const installed = parseInstalled('ii \tlibnss3\nrc \tdunst\niU \txvfb\niiR\tmake\n');
    expect([...installed]).toEqual(['libnss3', 'make']);
  });

  it('is content with any name of a renamed package', () => {
    const wanted = parsePackageList(' libasound2|libasound2t64\n  libnss3 ');
    expect(wanted).toEqual([['libasound2', 'libasound2t64'], ['libnss3']]);
    expect(missingPackages(wanted, new Set(['libasound2t64']))).toEqual([['libnss3']]);
    expect(missingPackages(wanted, new Set(['libasound2', 'libnss3']))).toEqual([]);
  });

  it('asks for a screen where there is none, for compilers where something is to be built, for a desktop to test', () => {
    const names = (purpose: 'start' | 'test', hasScreen: boolean, needsBuild: boolean): string[] =>
      packagesFor(purpose, { hasScreen, needsBuild }).flat();
    expect(names('start', true, false)).toContain('libgtk-3-0');
    expect(names('start', true, false)).not.toContain('xvfb');
    expect(names('start', true, false)).not.toContain('g++');
    expect(names('start', false, false)).toContain('xvfb');
    expect(names('start', true, true)).toContain('libsecret-1-dev');
    expect(names('start', true, true)).not.toContain('dunst');
    expect(names('test', true, false)).toEqual(expect.arrayContaining(['xvfb', 'dunst', 'gnome-keyring', 'g++']));
  });

  it('takes from apt what it can install', () => {
    const text = `libasound2:
  Installed: (none)
  Candidate: (none)
  Version table:
libasound2t64:
  Installed: (none)
  Candidate: 1.2.11-1
  Version table:
     1.2.11-1 500
`;
    expect([...parseCandidates(text)]).toEqual(['libasound2t64']);
  });
});
