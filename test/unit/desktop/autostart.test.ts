import { expect, it } from 'vitest';
import { autostartEntry, loginSwitches } from '../../../electron/desktop/autostart.ts';

it('the start at login keeps the profile and the keychain that this start had', () => {
  const argv = ['.', '--profile', 'an office', '--password-store=gnome-libsecret', '--lang=es'];
  expect(loginSwitches(argv, '/home')).toEqual([
    '--profile=/home/an office',
    '--password-store=gnome-libsecret',
    '--hidden',
  ]);
  expect(loginSwitches([], '/home')).toEqual(['--hidden']);
});

it('an entry quotes what the desktop would read otherwise', () => {
  expect(autostartEntry(['/a b/100%', 'x$y'])).toContain('Exec="/a b/100%%" "x\\\\$y"\n');
});
