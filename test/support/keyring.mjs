// The keyring of the private desktop (desktop-session.mjs): to be called from within it.
import { execFile } from 'node:child_process';
import { connect } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** The password of the test keyring. It protects nothing: the keyring lives for one run. */
export const keyringPassword = 'caseharbor-test';

const collection = '/org/freedesktop/secrets/collection/login';

/**
 * Locks the keyring, as a desktop does when its user steps away: reading a secret now needs a prompt.
 * @returns {Promise<void>}
 */
export async function lockKeyring() {
  await secretService('org.freedesktop.Secret.Service.Lock', `array:objpath:${collection}`);
}

/**
 * Opens the keyring again without a prompt, the way the log-in of a desktop does: by the daemon's control socket.
 * @returns {Promise<void>}
 */
export async function unlockKeyring() {
  const answer = await askControlSocket(unlockRequest(keyringPassword));
  if (answer.readUInt32BE(4) !== 0) throw new Error(`The keyring refused to open: ${String(answer.readUInt32BE(4))}.`);
}

/**
 * The message of the control socket (gnome-keyring's pam/gkr-pam-client.c): one byte that carries our credentials, then
 * big-endian numbers: length of the rest, operation, length of the password.
 * @param {string} password
 * @returns {Buffer}
 */
function unlockRequest(password) {
  const unlock = 1;
  const argument = Buffer.from(password);
  const message = Buffer.alloc(1 + 12 + argument.length);
  message.writeUInt32BE(12 + argument.length, 1);
  message.writeUInt32BE(unlock, 5);
  message.writeUInt32BE(argument.length, 9);
  argument.copy(message, 13);
  return message;
}

/**
 * @param {Buffer} message
 * @returns {Promise<Buffer>} the answer: its length and a result, 0 for done
 */
function askControlSocket(message) {
  return new Promise((resolve, reject) => {
    const socket = connect(join(process.env['XDG_RUNTIME_DIR'] ?? '', 'keyring', 'control'));
    let answer = Buffer.alloc(0);
    socket.on('error', reject);
    socket.on('data', (piece) => {
      answer = Buffer.concat([answer, piece]);
      if (answer.length < 8) return;
      socket.destroy();
      resolve(answer);
    });
    socket.on('close', () => reject(new Error('The keyring closed its control socket without an answer.')));
    socket.write(message);
  });
}

/**
 * Whether the keyring is locked.
 * @returns {Promise<boolean>}
 */
export async function isKeyringLocked() {
  const { stdout } = await execute('dbus-send', [
    '--session',
    '--print-reply',
    '--dest=org.freedesktop.secrets',
    collection,
    'org.freedesktop.DBus.Properties.Get',
    'string:org.freedesktop.Secret.Collection',
    'string:Locked',
  ]);
  return stdout.includes('boolean true');
}

/**
 * @param {string} method
 * @param {string} argument
 */
function secretService(method, argument) {
  const target = ['--session', '--print-reply', '--dest=org.freedesktop.secrets', '/org/freedesktop/secrets'];
  return execute('dbus-send', [...target, method, argument]);
}
