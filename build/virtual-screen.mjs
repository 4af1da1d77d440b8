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

/** Starts Xvfb and ends it when the input ends, which it does when we do, in whatever way: no screen is left behind. */
const keeper = 'Xvfb "$@" & screen=$!; exec 3>&-; cat >/dev/null; kill "$screen"; wait "$screen"';

/**
 * Starts a screen that exists in memory alone.
 * @returns {Promise<{ display: string, stop: () => void }>}
 */
export function startVirtualScreen() {
  const args = ['-displayfd', '3', '-screen', '0', '1400x1000x24', '-nolisten', 'tcp', '-noreset'];
  // A group of its own: an interrupt from the terminal must reach the application first, not the screen under it.
  const child = spawn('sh', ['-c', keeper, 'sh', ...args], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore', 'pipe'],
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    let text = '';
    child.stdio[3]?.on('data', (piece) => {
      text += String(piece);
      const line = /^(\d+)\n/.exec(text);
      if (line !== null) resolve({ display: `:${line[1] ?? ''}`, stop: () => child.stdin?.end() });
    });
    // Xvfb closes it after the number, or by ending.
    child.stdio[3]?.on('end', () => {
      if (text !== '') return;
      child.stdin?.end();
      reject(new Error('There is no display, and no virtual one could be started (Debian: apt-get install xvfb).'));
    });
  });
}
