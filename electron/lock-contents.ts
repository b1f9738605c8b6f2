import { app, type WebContents } from 'electron';
import { openExternal } from './external.ts';
import { openable } from './openable.ts';
import { pageAddress, reportOf } from './origin.ts';

/** Whatever shows web contents, ours or conjured up by a page, is locked as it is made. */
export function lockAllContents(): void {
  app.on('web-contents-created', (_event, contents) => lockContents(contents));
}

function lockContents(contents: WebContents): void {
  contents.on('will-navigate', (event) => event.preventDefault());
  contents.on('will-frame-navigate', (event) => {
    // A frame may show a report. The page itself goes nowhere: its screens are fragments, which are no navigation.
    if (event.isMainFrame || reportOf(event.url) === null) event.preventDefault();
  });
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.on('select-bluetooth-device', (event, _devices, answer) => {
    event.preventDefault();
    answer('');
  });
  contents.on('login', (event) => event.preventDefault());
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
  contents.setWindowOpenHandler(({ url }) => {
    const ours = contents.getURL().split('#')[0] === pageAddress;
    if (ours && openable(url) !== null) void openExternal(url);
    return { action: 'deny' };
  });
}
