import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';

const root = resolve(import.meta.dirname, '..');

/** electron-store asks the `electron` package where Electron is; without this that package would try to download it. */
const env = { ELECTRON_OVERRIDE_DIST_PATH: root };

/** Two projects: `unit` (pure parts and parts with fakes for time) and `integration` (real HTTP, real encrypted database). */
export default defineConfig({
  root,
  test: {
    projects: [
      { test: { name: 'unit', root, include: ['test/unit/**/*.test.ts'], environment: 'node', env } },
      {
        test: {
          name: 'integration',
          root,
          include: ['test/integration/**/*.test.ts'],
          environment: 'node',
          env,
          testTimeout: 30_000,
        },
      },
    ],
  },
});
