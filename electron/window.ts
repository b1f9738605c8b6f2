import { app, BrowserWindow, nativeTheme } from 'electron';
import { join } from 'node:path';
import { ground } from './ground.ts';
import { lockedPreferences } from './locked-preferences.ts';
import { pageAddress } from './origin.ts';
import { placeOfWindow, rememberPlace } from './window-place.ts';

/** The one window, on Start once its page is there. */
export function openWindow(folder: string): BrowserWindow {
  const { bounds, smallest, maximized } = placeOfWindow();
  const window = new BrowserWindow({
    ...bounds,
    minWidth: smallest.width,
    minHeight: smallest.height,
    title: 'Tallystick',
    backgroundColor: ground[nativeTheme.shouldUseDarkColors ? 'dark' : 'light'],
    show: false,
    webPreferences: { ...lockedPreferences(!app.isPackaged), preload: join(folder, 'preload.cjs') },
  });
  if (maximized) window.maximize();
  window.once('ready-to-show', () => window.show());
  rememberPlace(window);
  // `about:blank` is gone to without asking anybody: then the page is put back, and what it holds it asks for again.
  window.webContents.on('did-navigate', (_event, address) => {
    if (address.split('#')[0] !== pageAddress) void window.loadURL(pageAddress);
  });
  void window.loadURL(pageAddress);
  return window;
}
