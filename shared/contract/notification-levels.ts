/**
 * How much a desktop notification says: everything, no name and the last four characters, a number only, or nothing. In a
 * file of its own because the page uses the list, and must not carry the schemas with it.
 */
export const NOTIFICATION_LEVELS = ['full', 'masked', 'count', 'off'] as const;
export type NotificationLevel = (typeof NOTIFICATION_LEVELS)[number];
