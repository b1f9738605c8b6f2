/** Where the page lives. A scheme of its own: files of the disk are another origin, and no server can be it. */
export const scheme = 'app';
export const host = 'tallystick';
export const origin = `${scheme}://${host}`;
export const pageAddress = `${origin}/index.html`;

/** The run whose report an address names; null for any other address. */
export function reportOf(address: string): string | null {
  return /^app:\/\/tallystick\/report\/([A-Za-z0-9._-]{1,120})$/.exec(address)?.[1] ?? null;
}

/** Whether an address is of our scheme and host, and says nothing that only a trick would say. */
export function isOurs(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  return (
    url.protocol === `${scheme}:` && url.host === host && url.username === '' && url.password === '' && url.port === ''
  );
}
