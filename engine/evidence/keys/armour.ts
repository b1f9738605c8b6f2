const lineLength = 70;

/** Bytes between BEGIN and END lines as OpenSSH writes them: base64 in lines of 70. */
export function armour(label: string, bytes: Uint8Array): string {
  const lines =
    Buffer.from(bytes)
      .toString('base64')
      .match(new RegExp(`.{1,${lineLength}}`, 'g')) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}

/** The bytes again; null unless the text is to the byte what `armour` writes, so that no change of it goes unseen. */
export function unarmour(label: string, text: string): Uint8Array | null {
  const body = text.split('\n').slice(1, -2).join('');
  const bytes = Buffer.from(body, 'base64');
  return armour(label, bytes) === text ? bytes : null;
}
