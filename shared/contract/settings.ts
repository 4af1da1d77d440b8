import { z } from 'zod';
import { appCall } from './call.ts';
import { NOTIFICATION_LEVELS } from './notification-levels.ts';

/** The settings of the application on this computer; no secret is ever among them. */
export const settingsSchema = z.object({
  theme: z.enum(['system', 'light', 'dark']),
  language: z.enum(['system', 'en', 'es']),
  notifications: z.enum(NOTIFICATION_LEVELS),
  /** Closing the window keeps the application watching from the tray. */
  closeKeepsWatching: z.boolean(),
  startAtLogin: z.boolean(),
  /** Minutes without a touch after which the program locks itself; null: it does not. */
  lockAfter: z.int().min(1).max(240).nullable(),
});
export type Settings = z.infer<typeof settingsSchema>;

export const DEFAULT_SETTINGS: Settings = {
  theme: 'system',
  language: 'system',
  notifications: 'masked',
  closeKeepsWatching: true,
  startAtLogin: false,
  lockAfter: null,
};

export const settingsCalls = {
  'settings.change': appCall<Settings>()(settingsSchema.partial()),
};
