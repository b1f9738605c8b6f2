import { shell } from 'electron';
import { TallyError } from '../contract/problem.ts';

/** Sites the app's own texts point to. Nothing that comes out of data is ever opened. */
const listed: ReadonlySet<string> = new Set(['www.rfc-editor.org', 'in-toto.io', 'duckdb.org', 'man.openbsd.org']);

/** The address to hand to the system, or null: https, a listed host to the letter, no user, no port. */
export function openable(address: string): string | null {
  if (!URL.canParse(address)) return null;
  const { protocol, hostname, port, username, password, href } = new URL(address);
  const plain = protocol === 'https:' && port === '' && username === '' && password === '';
  return plain && listed.has(hostname) ? href : null;
}

/** Opens a listed address in the user's browser; `usage` for any other. */
export async function openExternal(address: string): Promise<void> {
  const href = openable(address);
  if (href === null)
    throw new TallyError('usage', 'The app opens no such address', address.slice(0, 200), 'Copy it to a browser');
  await shell.openExternal(href);
}
