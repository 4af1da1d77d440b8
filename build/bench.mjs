// Measures what docs/benchmarks.md describes, on a desktop of its own: npm run bench [-- --real --only start,pull,page]
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { projectNode, toolEnv } from './setup/commands.mjs';
import { root } from './setup/paths.mjs';

const session = join(root, 'test', 'support', 'desktop-session.mjs');
const bench = join(root, 'test', 'bench', 'main.ts');
const child = spawn(projectNode(), [session, projectNode(), bench, ...process.argv.slice(2)], {
  cwd: root,
  env: toolEnv(),
  stdio: 'inherit',
});
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
  process.on(signal, () => child.kill(signal));
child.on('exit', (code) => process.exit(code ?? 1));
