import { describe, expect, it } from 'vitest';
import { keychainProblem, keytarAbsent } from '../../../electron/vault/keychain-problem.ts';

describe('what a keychain says', () => {
  it.each([
    'Cannot autolaunch D-Bus without X11 $DISPLAY',
    'Could not connect: No such file or directory',
    'The name org.freedesktop.secrets was not provided by any .service files',
    'Object does not exist at path “/org/freedesktop/secrets/collection/login”',
    'Message recipient disconnected from message bus without replying',
    'something that nobody foresaw',
  ])('is a missing keychain: %s', (text) => {
    expect(keychainProblem(text, null)).toEqual({ kind: 'keychain_missing', detail: text });
  });

  it.each([
    'Cannot create an item in a locked collection',
    'Cannot get secret of a locked object',
    'The prompt was dismissed',
    'User canceled the operation.',
    'Operation was cancelled',
    'User interaction is not allowed.',
    'The user name or passphrase you entered is not correct.',
  ])('is a locked keychain: %s', (text) => {
    expect(keychainProblem(text, null)).toEqual({ kind: 'keychain_locked', detail: text });
  });

  it('never repeats the secret, a long identifier or a home folder', () => {
    const problem = keychainProblem(
      'cannot store s3cret! (autolaunch=0123456789abcdef0123456789abcdef) in /home/maria/.local/share/keyrings for s3cret!',
      's3cret!',
    );
    expect(problem.detail).toBe('cannot store … (autolaunch=…) in … for …');
  });

  it('is cut short when it goes on and on', () => {
    expect(keychainProblem('so '.repeat(500), '').detail).toHaveLength(200);
  });

  it('tells why keytar could not be loaded by its code alone', () => {
    const error = Object.assign(new Error('Cannot find /home/maria/node_modules/keytar'), { code: 'MODULE_NOT_FOUND' });
    expect(keytarAbsent(error)).toEqual({
      kind: 'keychain_missing',
      detail: 'keytar cannot be loaded (MODULE_NOT_FOUND)',
    });
    expect(keytarAbsent('odd').detail).toBe('keytar cannot be loaded (unknown error)');
  });
});
