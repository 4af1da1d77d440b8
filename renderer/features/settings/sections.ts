/** The sections of the settings, in their order: those of the open workspace, then those of the application. */
export const SECTIONS = [
  'connection',
  'schedule',
  'titles',
  'ledger',
  'backups',
  'security',
  'retention',
  'holdings',
  'notifications',
  'appearance',
  'computer',
  'about',
] as const;
export type Section = (typeof SECTIONS)[number];

/** The name under which the page remembers the section that was last open. */
export const REMEMBERED_SECTION = 'settings.section';

/** The key of the title that somebody came for: it stands first. */
export const WANTED_TITLE = 'settings.title';
