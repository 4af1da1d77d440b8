import { Notification } from 'electron';
import type { Announcement } from './announcements.ts';

/** Shows notifications of the system. A system without them is normal: the Inbox and the tray tell as well. */
export interface Notifier {
  /** `workspace`: the one that they are about, which a click opens. */
  show(workspace: string, announcements: readonly Announcement[]): void;
}

export function createNotifier(
  icon: string,
  clicked: (workspace: string, opens: Announcement['opens']) => void,
): Notifier {
  /** Held until they are gone: a notification that is collected as garbage loses its click. */
  const shown = new Set<Notification>();
  return {
    show(workspace, announcements) {
      if (!Notification.isSupported()) return;
      for (const { title, body, opens } of announcements) {
        const notification = new Notification({ title, body, icon });
        shown.add(notification);
        notification.on('click', () => {
          shown.delete(notification);
          clicked(workspace, opens);
        });
        notification.on('close', () => shown.delete(notification));
        notification.on('failed', () => shown.delete(notification));
        notification.show();
      }
    },
  };
}
