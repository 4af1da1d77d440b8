import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');
const CRUISE = join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');

/** What the walls say of a small house in which the page has this line. */
function pageWith(line: string): Promise<string> {
  const house = realpathSync(mkdtempSync(join(tmpdir(), 'caseharbor walls ')));
  onTestFinished(() => rmSync(house, { recursive: true, force: true }));
  const write = (path: string, text: string): void => {
    mkdirSync(join(house, path, '..'), { recursive: true });
    writeFileSync(join(house, path), text);
  };
  symlinkSync(join(ROOT, 'node_modules'), join(house, 'node_modules'));
  write('package.json', '{ "type": "module", "dependencies": { "zod": "*" } }');
  write(
    'electron/tsconfig.json',
    '{ "compilerOptions": { "module": "nodenext", "verbatimModuleSyntax": true }, "include": ["../renderer"] }',
  );
  write('shared/fields.ts', `import { z } from 'zod';\nexport const id = z.int();\nexport type Id = number;\n`);
  write(
    'shared/cases.ts',
    `import { id } from './fields.ts';\nexport const ids = [id];\nexport type { Id } from './fields.ts';\n`,
  );
  write('renderer/main.ts', `import './screen.ts';\n`);
  write('renderer/screen.ts', `${line}\n`);
  return new Promise((done) => {
    const args = [CRUISE, '--config', join(ROOT, '.dependency-cruiser.page.cjs'), 'renderer'];
    execFile(process.execPath, args, { cwd: house }, (_error, stdout, stderr) => done(stdout + stderr));
  });
}

test('a value from a file with schemas, however far behind, is seen to bring zod into the page', async () => {
  const said = await pageWith(`import { ids } from '../shared/cases.ts';\nexport const first = ids[0];`);
  expect(said).toContain('error page-without-schemas: renderer/screen.ts');
  expect(said).toContain('error page-without-schemas: renderer/main.ts');
});

test('its types alone bring nothing', async () => {
  const said = await pageWith(`import type { Id } from '../shared/cases.ts';\nexport const first: Id = 1;`);
  expect(said).toContain('no dependency violations found');
});
