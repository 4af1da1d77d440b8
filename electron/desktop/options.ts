import { parseArgs } from 'node:util';

/** How the program was asked to start. */
export interface StartOptions {
  /** Start with no window, watching from the tray. */
  readonly hidden: boolean;
  /** Open the demonstration workspace at once, making it if there is none. */
  readonly demo: boolean;
  /** With `demo`: one pull, a table on standard output, and the end. */
  readonly headless: boolean;
  /** A folder of its own for settings, workspaces and logs; null: the system's usual one. */
  readonly profile: string | null;
}

/** Reads the command line. Chromium's and the launcher's own switches stand beside ours and are passed over. */
export function readOptions(argv: readonly string[]): StartOptions {
  const { values } = parseArgs({
    args: [...argv],
    strict: false,
    allowPositionals: true,
    options: {
      hidden: { type: 'boolean' },
      demo: { type: 'boolean' },
      headless: { type: 'boolean' },
      profile: { type: 'string' },
    },
  });
  return {
    hidden: values.hidden === true,
    demo: values.demo === true,
    headless: values.headless === true,
    profile: typeof values.profile === 'string' && values.profile !== '' ? values.profile : null,
  };
}
