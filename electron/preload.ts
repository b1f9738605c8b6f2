import { contextBridge, ipcRenderer, webUtils } from 'electron';
import type { Bridge } from '../contract/bridge.ts';
import type { EngineEvent } from '../contract/events.ts';

// All that the page has of the shell. Names and inputs are judged in the main process: this side could be the page's.
const bridge: Bridge = {
  call: (name, input) => ipcRenderer.invoke('tallystick:call', name, input) as never,
  listen(listener) {
    const hear = (_event: unknown, told: EngineEvent): void => listener(told);
    ipcRenderer.on('tallystick:event', hear);
    ipcRenderer.send('tallystick:listening');
    return () => ipcRenderer.removeListener('tallystick:event', hear);
  },
  // A File that a script made has no path: only what the user dropped or picked does.
  dropped: (files) =>
    ipcRenderer.invoke(
      'tallystick:dropped',
      files.map((file) => webUtils.getPathForFile(file as File)).filter((path) => path !== ''),
    ) as never,
};
contextBridge.exposeInMainWorld('tallystick', bridge);
