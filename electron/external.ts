import { shell } from 'electron';
import { TallyError } from '../contract/problem.ts';
import { openable } from './openable.ts';

/** Opens a listed address in the user's browser; `usage` for any other. */
export async function openExternal(address: string): Promise<void> {
  const href = openable(address);
  if (href === null)
    throw new TallyError('usage', 'The app opens no such address', address.slice(0, 200), 'Copy it to a browser');
  await shell.openExternal(href);
}
