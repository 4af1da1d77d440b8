import type { Problem } from '../../shared/problem.ts';
import type { AppSettings } from '../settings/settings.ts';
import type { Notifier } from './notifier.ts';
import type { Words } from './words.ts';

/** Notifications about the watch itself, for a person who may not be looking. None where they are turned off. */
export interface WatchNews {
  /** The pulls of that workspace stopped, and go on only when somebody does something. */
  stopped(workspace: string, problem: Problem): void;
  /** That workspace could not be opened, so nothing watches its cases. */
  unopened(workspace: string): void;
  /** The office's proxy wants to be signed in to, and holds up that workspace's pulls. */
  heldByProxy(workspace: string): void;
  /** The window was closed and that workspace is still watched. Told once: where the system shows no tray, nothing else tells. */
  closed(workspace: string): void;
}

export function createWatchNews(settings: AppSettings, notifier: Notifier, words: () => Words): WatchNews {
  const isOff = (): boolean => settings.get().settings.notifications === 'off';
  const tell = (workspace: string, title: string, body: string): void => {
    if (isOff()) return;
    const said = words();
    notifier.show(workspace, [{ title: said.t(title), body: said.t(body), opens: { to: 'inbox' } }]);
  };
  return {
    stopped(workspace, { kind }) {
      const known = kind === 'credentials' || kind === 'product' ? kind : 'other';
      tell(workspace, 'stopped.title', `stopped.${known}`);
    },
    unopened(workspace) {
      tell(workspace, 'unopened.title', 'unopened.body');
    },
    heldByProxy(workspace) {
      tell(workspace, 'proxy.title', 'proxy.body');
    },
    closed(workspace) {
      if (settings.get().closingTold || isOff()) return;
      settings.set({ ...settings.get(), closingTold: true });
      tell(workspace, 'closed.title', 'closed.body');
    },
  };
}
