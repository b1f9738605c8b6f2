import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, it } from 'vitest';
import { lockedPreferences } from '../../electron/locked-preferences.ts';
import { menuTemplate, type Command } from '../../electron/menu-template.ts';

const commands: Command[] = [];
const menu = (mac: boolean, packaged: boolean) => menuTemplate({ mac, packaged }, (command) => commands.push(command));
const flat = (items: MenuItemConstructorOptions[]): MenuItemConstructorOptions[] =>
  items.flatMap((item) => [item, ...flat((item.submenu as MenuItemConstructorOptions[] | undefined) ?? [])]);
const roles = (mac: boolean, packaged: boolean) =>
  flat(menu(mac, packaged)).flatMap(({ role }) => (role === undefined ? [] : [role]));

describe('the menu', () => {
  it('has an app menu and a window menu on a Mac, and Quit under File elsewhere', () => {
    expect(roles(true, true)).toEqual(expect.arrayContaining(['appMenu', 'windowMenu', 'close']));
    expect(roles(false, true)).toContain('quit');
    expect(roles(false, true)).not.toContain('appMenu');
  });

  it('has developer tools for those who build the app alone, and never a reload, which would forget what was typed', () => {
    expect(roles(false, false)).toContain('toggleDevTools');
    for (const mac of [true, false]) {
      expect(roles(mac, true)).not.toContain('toggleDevTools');
      expect(roles(mac, false)).not.toContain('reload');
    }
  });

  it('gives every command of the page a place and a key of its own', () => {
    const items = flat(menu(false, true)).filter(({ click }) => click !== undefined);
    for (const { click } of items) (click as () => void)();
    expect(commands.toSorted()).toEqual(['find', 'keys', 'new', 'open', 'redo', 'run', 'undo', 'verify']);
    const keys = items.map(({ accelerator }) => accelerator);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('leaves keys that mean something in a text to the page', () => {
    const shown = flat(menu(false, true)).filter(({ registerAccelerator }) => registerAccelerator === false);
    expect(shown.map(({ label }) => label)).toEqual(['&Undo', '&Redo', '&Start the Run']);
    expect(roles(true, true)).toEqual(expect.arrayContaining(['undo', 'redo'])); // a Mac asks the page first anyway
  });
});

describe('what a window’s page may do', () => {
  it('is nothing that weakens a wall, and developer tools only while the app is built', () => {
    expect(lockedPreferences(false)).toEqual({
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
      devTools: false,
    });
  });
});
