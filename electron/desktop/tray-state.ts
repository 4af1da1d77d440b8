import type { Workspaces } from '../workspaces/workspaces.ts';
import type { TrayState } from './tray.ts';
import type { Words } from './words.ts';

/** What the tray shows of the workspaces. Its moments are to the minute, so that it changes seldom. */
export function trayStateOf(workspaces: Pick<Workspaces, 'current' | 'shown'>, words: Words): TrayState {
  const current = workspaces.current();
  if (current === null) {
    const shown = workspaces.shown();
    const kind = shown?.problem?.kind;
    return { words, watching: shown === null ? 'nothing' : kind === 'locked' ? 'locked' : 'trouble' };
  }
  const { unread, nextPullAt } = current.inboxSummary();
  const { kind } = current.pulls.activity().state;
  const time = new Intl.DateTimeFormat(words.language, { timeStyle: 'short', dateStyle: 'short' });
  return {
    words,
    watching: {
      unread,
      pulls: kind === 'paused' || kind === 'stopped' ? kind : 'going',
      nextPull: nextPullAt === null ? null : time.format(nextPullAt),
    },
  };
}
