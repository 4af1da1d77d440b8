import { existsSync } from 'node:fs';
import { dialog, type BrowserWindow } from 'electron';

interface SaveWish {
  readonly title: string;
  /** What the file is called if nothing else is chosen, without its ending. */
  readonly name: string;
  /** Without a dot. */
  readonly extension: string;
  /** What the system calls such files. */
  readonly kind: string;
}

/**
 * Asks where to save something, before the window. Null: the person cancelled. A file that is there already is replaced only
 * where the system asked about that.
 */
export async function askWhereToSave(
  window: BrowserWindow | null,
  { title, name, extension, kind }: SaveWish,
): Promise<string | null> {
  const ending = `.${extension}`;
  const filters = [{ name: kind, extensions: [extension] }];
  let defaultPath = `${name.replace(/[\\/:*?"<>|]/g, '-')}${ending}`;
  for (;;) {
    const options = { title, defaultPath, filters };
    const { canceled, filePath } = await (window === null
      ? dialog.showSaveDialog(options)
      : dialog.showSaveDialog(window, options));
    if (canceled || filePath === '') return null;
    if (filePath.toLowerCase().endsWith(ending)) return filePath;
    // Not every system adds the ending, and then it has not asked about the file that would be replaced.
    defaultPath = `${filePath}${ending}`;
    if (!existsSync(defaultPath)) return defaultPath;
  }
}
