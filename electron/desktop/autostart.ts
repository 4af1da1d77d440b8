import { resolve } from 'node:path';
import { readOptions } from './options.ts';

/** What the start at login is told: the profile and the password store of this start (`argv`), and to show no window. */
export function loginSwitches(argv: readonly string[], cwd: string): string[] {
  const { profile } = readOptions(argv);
  const passwordStore = argv.filter((part) => part.startsWith('--password-store='));
  return [...(profile === null ? [] : [`--profile=${resolve(cwd, profile)}`]), ...passwordStore, '--hidden'];
}

/**
 * An autostart entry of the freedesktop specification: arguments quoted as its Exec key wants, and then each backslash
 * doubled as every text in such a file wants.
 */
export function autostartEntry(command: readonly string[]): string {
  const quoted = command.map((part) => `"${part.replace(/(["`$\\])/g, '\\$1').replace(/%/g, '%%')}"`).join(' ');
  const exec = quoted.replace(/\\/g, '\\\\');
  return `[Desktop Entry]\nType=Application\nName=Caseharbor\nExec=${exec}\nX-GNOME-Autostart-enabled=true\n`;
}
