import { connect } from 'node:net';
import { join } from 'node:path';

/** gnome-keyring's control protocol: the request to open the login keyring, and the answer that it did. */
const UNLOCK = 1;
const DONE = 0;

/**
 * Opens the login keyring of a running gnome-keyring as PAM does when a person logs in: over its control socket, with no
 * prompt. (`gnome-keyring-daemon --unlock` starts another daemon beside it, and leaves it locked.)
 */
export async function openKeyring(runtimeFolder: string, password: string): Promise<void> {
  const answer = await new Promise<Buffer>((resolve, reject) => {
    const socket = connect(join(runtimeFolder, 'keyring/control'), () => socket.write(unlockRequest(password)));
    socket.once('data', (data) => {
      socket.destroy();
      resolve(data);
    });
    socket.once('error', reject);
    socket.once('end', () => reject(new Error('The keyring closed its control socket without an answer.')));
  });
  const result = answer.readUInt32BE(4);
  if (result !== DONE) throw new Error(`The keyring did not open: its answer is ${result}.`);
}

/** A null byte that carries the caller's credentials, then the length of the rest with itself, the request and a string. */
function unlockRequest(password: string): Buffer {
  const text = Buffer.from(password);
  const request = Buffer.alloc(13 + text.length);
  request.writeUInt32BE(12 + text.length, 1);
  request.writeUInt32BE(UNLOCK, 5);
  request.writeUInt32BE(text.length, 9);
  text.copy(request, 13);
  return request;
}
