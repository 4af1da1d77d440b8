import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

import manifest from '../package.json' with { type: 'json' };

const root = resolve(import.meta.dirname, '..');

/** Three bundles: the main process with its child hosts (ESM), the preload (CommonJS: it is sandboxed), and the page. */
export default defineConfig({
  main: {
    define: { PINNED_ELECTRON: JSON.stringify(manifest.devDependencies.electron) },
    build: {
      outDir: resolve(root, 'out/main'),
      // What has a binary of its own (better-sqlite3, keytar) stays outside. The rest goes into the bundle: to find and
      // read some hundred small files at every start took longer than to run them.
      externalizeDeps: {
        include: ['keytar'],
        exclude: ['zod', 'electron-store', 'electron-log', 'temporal-polyfill'],
      },
      rolldownOptions: {
        input: {
          main: resolve(root, 'electron/main.ts'),
          'keychain-host': resolve(root, 'electron/vault/keychain-host.ts'),
          'store-worker': resolve(root, 'electron/store/worker.ts'),
        },
        output: { format: 'es', entryFileNames: '[name].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: resolve(root, 'out/preload'),
      rolldownOptions: {
        input: { preload: resolve(root, 'electron/preload.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: resolve(root, 'renderer'),
    plugins: [react()],
    build: {
      outDir: resolve(root, 'out/renderer'),
      minify: true,
      rolldownOptions: { input: { index: resolve(root, 'renderer/index.html') } },
    },
  },
});
