import type { MenuItemConstructorOptions } from 'electron';
import type { EngineEvent } from '../contract/events.ts';

export type Command = Extract<EngineEvent, { type: 'command' }>['command'];

const between: MenuItemConstructorOptions = { type: 'separator' };

/** The menu, as the platform has it; its own items are done by the page, which knows what is on the screen. */
export function menuTemplate(
  { mac, packaged }: { readonly mac: boolean; readonly packaged: boolean },
  command: (command: Command) => void,
): MenuItemConstructorOptions[] {
  const item = (label: string, accelerator: string, name: Command): MenuItemConstructorOptions => ({
    label,
    accelerator,
    click: () => command(name),
  });
  // Keys that the page hears itself, since in a text they mean the text: here they are shown and no more.
  const shown = (label: string, accelerator: string, name: Command): MenuItemConstructorOptions => ({
    ...item(label, accelerator, name),
    registerAccelerator: false,
  });
  // A Mac asks the page first and the menu after, so there the roles serve text and the page serves the plan.
  const undo: MenuItemConstructorOptions[] = mac
    ? [{ role: 'undo' }, { role: 'redo' }]
    : [shown('&Undo', 'Ctrl+Z', 'undo'), shown('&Redo', 'Ctrl+Shift+Z', 'redo')];
  return [
    ...(mac ? [{ role: 'appMenu' } as const] : []),
    {
      label: '&File',
      submenu: [
        item('&New Reconciliation', 'CmdOrCtrl+N', 'new'),
        item('&Open…', 'CmdOrCtrl+O', 'open'),
        item('&Verify…', 'CmdOrCtrl+Shift+O', 'verify'),
        between,
        mac ? { role: 'close' } : { role: 'quit' },
      ],
    },
    {
      label: '&Edit',
      submenu: [
        ...undo,
        between,
        { role: 'cut' },
        { role: 'copy' },
        { role: 'paste' },
        { role: 'selectAll' },
        between,
        item('&Find', 'CmdOrCtrl+F', 'find'),
      ],
    },
    { label: '&Run', submenu: [shown('&Start the Run', 'CmdOrCtrl+Enter', 'run')] },
    {
      label: '&View',
      submenu: [
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        between,
        { role: 'togglefullscreen' },
        ...(packaged ? [] : [between, { role: 'toggleDevTools' } as const]),
      ],
    },
    ...(mac ? [{ role: 'windowMenu' } as const] : []),
    {
      role: 'help',
      submenu: [item('&Keys', 'F1', 'keys'), ...(mac ? [] : [between, { role: 'about' } as const])],
    },
  ];
}
