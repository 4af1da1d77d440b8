import { contextBridge, ipcRenderer } from 'electron';
import type { Bridge } from '../shared/contract/contract.ts';

/** The page gets these two functions and nothing else: never ipcRenderer itself, nor the event object with its sender. */
const bridge: Bridge = {
  call: (name, workspace, request) => ipcRenderer.invoke('caseharbor:call', name, workspace, request) as never,
  on(name, listener) {
    const heard = (_event: unknown, heardName: unknown, payload: unknown): void => {
      if (heardName === name) listener(payload as never);
    };
    ipcRenderer.on('caseharbor:event', heard);
    return () => ipcRenderer.off('caseharbor:event', heard);
  },
};

contextBridge.exposeInMainWorld('caseharbor', bridge);
