import type { WebPreferences } from 'electron';

/**
 * What a window's page may do. Said out loud, defaults included: a later Electron, or a hasty hand, must not change any
 * without a test failing. Developer tools are for those who build the app, not for those who were sent it.
 */
export const lockedPreferences = (devTools: boolean): WebPreferences => ({
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  webviewTag: false,
  navigateOnDragDrop: false,
  plugins: false,
  safeDialogs: true,
  spellcheck: false,
  webgl: false,
  devTools,
});
