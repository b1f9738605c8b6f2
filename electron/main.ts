import { app, dialog } from 'electron';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { problemOf } from '../contract/problem.ts';
import { lockAllContents } from './lock-contents.ts';
import { Opened, pathsNamed } from './opened.ts';
import { declareScheme } from './protocol.ts';
import { claimInstance } from './single-instance.ts';
import { startShell } from './start-shell.ts';

// All of this before the app is ready: what is made later is made inside these walls.
app.enableSandbox();
app.commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND'); // the app looks up no name, whoever asks
declareScheme();
lockAllContents();

const opened = new Opened();
app.on('open-file', (event, path) => {
  event.preventDefault();
  opened.add([path]);
});

const named = pathsNamed(process.argv, process.cwd(), process.defaultApp);
if (claimInstance(named, (paths) => opened.add(paths))) {
  opened.add(named);
  // Not awaited: an ES module that waits for `ready` at its top waits for ever.
  app
    .whenReady()
    .then(() => startShell(dirname(fileURLToPath(import.meta.url)), opened))
    .catch((error: unknown) => {
      dialog.showErrorBox('Tallystick could not start', problemOf(error).what);
      app.exit(5);
    });
} else app.quit();
