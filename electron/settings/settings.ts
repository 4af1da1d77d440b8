import { z } from 'zod';
import type { Clock } from '../../shared/clock.ts';
import { DEFAULT_SETTINGS, settingsSchema, type Settings } from '../../shared/contract/settings.ts';
import { workspaceId } from '../../shared/contract/fields.ts';
import { openJsonFile, type JsonFile } from './json-file.ts';

/** A setting that an older program did not know is as it is at first. */
const keptSettings = z.preprocess(
  (found) => (z.looseObject({}).safeParse(found).success ? { ...DEFAULT_SETTINGS, ...(found as object) } : found),
  settingsSchema,
);

const fileSchema = z.object({
  settings: keptSettings,
  window: z
    .object({ x: z.int(), y: z.int(), width: z.int().min(100), height: z.int().min(100), maximized: z.boolean() })
    .nullable(),
  lastWorkspace: workspaceId.nullable(),
  /** The person has been told once that closing the window does not end the program. */
  closingTold: z.boolean().default(false),
});

type SettingsFile = z.infer<typeof fileSchema>;

/** The application's settings on this computer, with where the window was and which workspace was open. */
export type AppSettings = JsonFile<SettingsFile>;

export const openSettings = (folder: string, clock: Clock): AppSettings =>
  openJsonFile(
    folder,
    'settings',
    fileSchema,
    { settings: DEFAULT_SETTINGS, window: null, lastWorkspace: null, closingTold: false },
    clock,
  );

/** Alters some settings and keeps the others. */
export function changeSettings(file: AppSettings, change: Partial<Settings>): Settings {
  const settings = { ...file.get().settings, ...change };
  file.set({ ...file.get(), settings });
  return settings;
}
