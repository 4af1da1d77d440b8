import { describe, expect, it, vi } from 'vitest';
import { wordsIn } from '../../../electron/desktop/words.ts';

vi.mock('electron', () => ({}));
const { trayMenu } = await import('../../../electron/desktop/tray.ts');

const actions = { open: vi.fn(), checkAll: vi.fn(), setPaused: vi.fn(), lock: vi.fn(), quit: vi.fn() };
const words = wordsIn('en');
const labels = (state: Parameters<typeof trayMenu>[0]) => trayMenu(state, actions).flatMap(({ label }) => label ?? []);

describe('the tray', () => {
  it('says how much is unread and when the next pull is', () => {
    expect(labels({ words, watching: { unread: 2, pulls: 'going', nextPull: '10:40' } })).toEqual([
      '2 unread changes',
      'Next pull: 10:40',
      'Open Caseharbor',
      'Check all now',
      'Pause checking',
      'Lock now',
      'Quit',
    ]);
  });

  it.each(['paused', 'stopped'] as const)('does not offer a check while the pulls are %s', (pulls) => {
    const menu = trayMenu({ words, watching: { unread: 0, pulls, nextPull: null } }, actions);
    expect(menu.find(({ label }) => label === 'Check all now')?.enabled).toBe(false);
    expect(menu.some(({ label }) => label === 'Stopped: needs your attention')).toBe(pulls === 'stopped');
  });

  it('tells a workspace that could not be opened from none at all', () => {
    expect(labels({ words, watching: 'trouble' })[0]).toBe('A workspace cannot be opened');
    expect(labels({ words, watching: 'locked' })[0]).toBe('Locked: nothing is being watched');
    expect(labels({ words, watching: 'nothing' })[0]).toBe('No workspace is open');
  });
});
