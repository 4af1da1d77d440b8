import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const MAIN = `
const { app, BrowserWindow } = require('electron');
app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1280, height: 820, webPreferences: { sandbox: true, contextIsolation: true } });
  window.loadFile('index.html');
});
app.on('window-all-closed', () => app.quit());
`;

const PAGE = `<!doctype html>
<html lang="en">
  <head><meta charset="utf-8" /><title>Bare</title></head>
  <body><h1>Bare window</h1><button type="button">Press</button></body>
</html>
`;

/** Writes the least application that shows a window with something to press in it. Gives its folder. */
export function writeBareWindow(parent: string): string {
  const folder = join(parent, 'bare');
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'bare', version: '1.0.0', main: 'main.js' }));
  writeFileSync(join(folder, 'main.js'), MAIN);
  writeFileSync(join(folder, 'index.html'), PAGE);
  return folder;
}
