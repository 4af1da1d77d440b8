import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
    expect(file.movedAside).toBeNull();
  });

  it('keeps what was changed', () => {
    changeSettings(openSettings(folder, clock), { theme: 'dark', notifications: 'count' });
    expect(openSettings(folder, clock).get().settings).toEqual({
      ...DEFAULT_SETTINGS,
      theme: 'dark',
      notifications: 'count',
    });
  });

  it.each(['', '{"settings":', 'null', '[]', '{"settings":{"theme":"purple"}}', '\u0000\u0001'])(
    'is moved aside, whole, when it says %j',
    (damage) => {
      writeFileSync(join(folder, 'settings.json'), damage);
      const file = openSettings(folder, clock);
      expect(file.get().settings).toEqual(DEFAULT_SETTINGS);
      if (file.movedAside === null) throw new Error('it was not moved aside');
      expect(readFileSync(file.movedAside, 'utf8')).toBe(damage);
      changeSettings(file, { theme: 'dark' });
      expect(existsSync(file.movedAside)).toBe(true);
      expect(openSettings(folder, clock).get().settings.theme).toBe('dark');
      expect(readdirSync(folder)).toHaveLength(2);
    },
  );
});
