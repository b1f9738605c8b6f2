import type { Session } from 'electron';
import { isOurs } from './origin.ts';

/** What a page may be granted, and why. All else is denied, and nobody is asked. */
const granted: ReadonlyMap<string, string> = new Map([
  ['clipboard-sanitized-write', 'a digest, a path or a cell is copied by its button; text alone, and nothing is read'],
]);

const rejected = -2;

/** Closes a session: no request but our own, no permission, no device, no certificate taken on trust, no download. */
export function lockSession(session: Session): void {
  session.webRequest.onBeforeRequest(({ url }, answer) =>
    answer({ cancel: !isOurs(url) && !url.startsWith('devtools://devtools/') }),
  );
  session.protocol.handle('file', () => Response.error()); // which the shell's own requests pass by
  session.setPermissionRequestHandler((_contents, permission, answer) => answer(granted.has(permission)));
  session.setPermissionCheckHandler((_contents, permission, origin) => granted.has(permission) && isOurs(origin));
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, answer) => answer({}));
  session.setUSBProtectedClassesHandler(({ protectedClasses }) => protectedClasses);
  session.setBluetoothPairingHandler((_details, answer) => answer({ confirmed: false }));
  session.on('select-usb-device', (event, _details, answer) => {
    event.preventDefault();
    answer();
  });
  session.on('select-hid-device', (event, _details, answer) => {
    event.preventDefault();
    answer();
  });
  session.on('select-serial-port', (event, _ports, _contents, answer) => {
    event.preventDefault();
    answer('');
  });
  // Nothing is fetched from a server, so there is no certificate to judge and none that is good.
  session.setCertificateVerifyProc((_request, answer) => answer(rejected));
  session.on('will-download', (event) => event.preventDefault());
  session.setSpellCheckerEnabled(false); // it fetches its word lists from a server
}
