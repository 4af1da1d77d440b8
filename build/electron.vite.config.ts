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
      // electron-vite leaves `dependencies` outside by itself, not the optional ones: keytar must find its own binary.
      externalizeDeps: { include: ['keytar'] },
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
