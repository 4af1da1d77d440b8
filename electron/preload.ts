import { contextBridge, ipcRenderer } from 'electron';
import type { Bridge } from '../shared/contract/contract.ts';

type Listener = (payload: never) => void;

/**
 * A click on a notification can open the window itself: the last event of a name to which nobody listens yet waits here
 * until the page does.
 */
const early = new Map<string, unknown>();
const listening = new Map<string, Set<Listener>>();
ipcRenderer.on('caseharbor:event', (_event, name: string, payload: unknown) => {
  const listeners = listening.get(name);
  if (listeners === undefined || listeners.size === 0) early.set(name, payload);
  else for (const listener of listeners) listener(payload as never);
});

/** The page gets these two functions and nothing else: never ipcRenderer itself, nor the event object with its sender. */
const bridge: Bridge = {
  call: (name, workspace, request) => ipcRenderer.invoke('caseharbor:call', name, workspace, request) as never,
  on(name, listener) {
    const listeners = listening.get(name) ?? new Set();
    listening.set(name, listeners.add(listener));
    if (early.has(name)) {
      listener(early.get(name) as never);
      early.delete(name);
    }
    return () => listeners.delete(listener);
  },
};

contextBridge.exposeInMainWorld('caseharbor', bridge);
