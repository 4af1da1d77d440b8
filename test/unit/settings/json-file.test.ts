import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { changeSettings, openSettings } from '../../../electron/settings/settings.ts';
import { DEFAULT_SETTINGS } from '../../../shared/contract/settings.ts';
import { FakeClock } from '../../support/fake-clock.ts';

describe('the settings file', () => {
  const clock = new FakeClock('2026-11-02T12:00:00Z');
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'settings '));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('begins with the defaults', () => {
    const file = openSettings(folder, clock);
    expect(file.get().settings).toEqual(DEFAULT_SETTINGS);
    expect(file.unusable).toBeNull();
  });

  it('keeps what was changed', () => {
    changeSettings(openSettings(folder, clock), { theme: 'dark', notifications: 'count' });
    expect(openSettings(folder, clock).get().settings).toEqual({
      ...DEFAULT_SETTINGS,
      theme: 'dark',
      notifications: 'count',
    });
  });

  it('clears away what a killed program left of a write, and nothing else', () => {
    const left = 'settings.json.tmp-5325225250c179e9';
    for (const name of [left, 'other.json.tmp-5325225250c179e9', 'settings.json.old']) {
      writeFileSync(join(folder, name), '{');
    }
    changeSettings(openSettings(folder, clock), { theme: 'dark' });
    expect(readdirSync(folder).sort()).toEqual([
      'other.json.tmp-5325225250c179e9',
      'settings.json',
      'settings.json.old',
    ]);
  });

  it('is good when an older program wrote it: what that did not know is as at first', () => {
    const { lockAfter, ...older } = { ...DEFAULT_SETTINGS, theme: 'dark' };
    writeFileSync(
      join(folder, 'settings.json'),
      JSON.stringify({ settings: older, window: null, lastWorkspace: null }),
    );
    const file = openSettings(folder, clock);
    expect(file.unusable).toBeNull();
    expect(file.get().settings).toEqual({ ...older, lockAfter });
  });

  it.each([
    '',
    '{"settings":null,"window":null,"lastWorkspace":null}',
    '{"settings":',
    'null',
    '[]',
    '{"settings":{"theme":"purple"}}',
    '\u0000\u0001',
  ])('is moved aside, whole, when it says %j', (damage) => {
    writeFileSync(join(folder, 'settings.json'), damage);
    const file = openSettings(folder, clock);
    expect(file.get().settings).toEqual(DEFAULT_SETTINGS);
    if (file.unusable?.moved !== true) throw new Error('it was not moved aside');
    const kept = file.unusable.path;
    expect(readFileSync(kept, 'utf8')).toBe(damage);
    changeSettings(file, { theme: 'dark' });
    expect(existsSync(kept)).toBe(true);
    expect(openSettings(folder, clock).get().settings.theme).toBe('dark');
    expect(readdirSync(folder)).toHaveLength(2);
  });

  it('that cannot be read is told and left where it is; only a change moves it aside', () => {
    const path = join(folder, 'settings.json');
    mkdirSync(path);
    const file = openSettings(folder, clock);
    expect(file.unusable).toEqual({ path, moved: false });
    expect(file.get().settings).toEqual(DEFAULT_SETTINGS);
    expect(readdirSync(folder)).toEqual(['settings.json']);
    expect(statSync(path).isDirectory()).toBe(true);
    changeSettings(file, { theme: 'dark' });
    expect(openSettings(folder, clock).get().settings.theme).toBe('dark');
    expect(readdirSync(folder).some((name) => name.startsWith('settings.damaged-'))).toBe(true);
  });

  it('says what is on the disk: a change that could not be written is no change', () => {
    const within = join(folder, 'profile');
    const file = openSettings(within, clock);
    rmSync(within, { recursive: true, force: true });
    writeFileSync(within, 'in the way');
    expect(() => changeSettings(file, { theme: 'dark' })).toThrow();
    expect(file.get().settings).toEqual(DEFAULT_SETTINGS);
    rmSync(within);
    changeSettings(file, { theme: 'dark' });
    expect(openSettings(within, clock).get().settings.theme).toBe('dark');
  });
});
