import { spawn } from 'node:child_process';

/**
 * Whether this machine has a screen to open windows on.
 * @param {NodeJS.Platform} platform
 * @param {Record<string, string | undefined>} env
 * @returns {boolean}
 */
export function hasScreen(platform, env) {
  return platform !== 'linux' || Boolean(env['DISPLAY']) || Boolean(env['WAYLAND_DISPLAY']);
}

/**
 * Starts a screen that exists in memory alone. It ends by itself with its last window (`-terminate`), should we not
 * live to stop it.
 * @returns {Promise<{ display: string, stop: () => void }>}
 */
export function startVirtualScreen() {
  const args = ['-displayfd', '3', '-screen', '0', '1400x1000x24', '-nolisten', 'tcp', '-terminate'];
  // A group of its own: an interrupt from the terminal must reach the application first, not the screen under it.
  const child = spawn('Xvfb', args, { detached: true, stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  return new Promise((resolve, reject) => {
    child.on('error', () =>
      reject(new Error('There is no display, and Xvfb is not installed (Debian: apt-get install xvfb).')),
    );
    child.on('exit', (code) => reject(new Error(`The virtual screen ended at once (${String(code)}).`)));
    let text = '';
    child.stdio[3]?.on('data', (piece) => {
      text += String(piece);
      const line = /^(\d+)\n/.exec(text);
      if (line !== null) resolve({ display: `:${line[1] ?? ''}`, stop: () => child.kill('SIGTERM') });
    });
  });
}
