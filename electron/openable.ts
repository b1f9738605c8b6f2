/** Sites the app's own texts point to. Nothing that comes out of data is ever opened. */
const listed: ReadonlySet<string> = new Set(['www.rfc-editor.org', 'in-toto.io', 'duckdb.org', 'man.openbsd.org']);

/** The address to hand to the system, or null: https, a listed host to the letter, no user, no port. */
export function openable(address: string): string | null {
  if (!URL.canParse(address)) return null;
  const { protocol, hostname, port, username, password, href } = new URL(address);
  const plain = protocol === 'https:' && port === '' && username === '' && password === '';
  return plain && listed.has(hostname) ? href : null;
}
