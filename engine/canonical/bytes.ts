/** Hex digits in pairs, optionally after one `0x`, `0X` or `\x`; as `0x` and lower-case hex. */
export function readHexBytes(text: string): string | undefined {
  const first = text.charCodeAt(0);
  const second = text.charCodeAt(1);
  const marked = (first === 48 && (second === 120 || second === 88)) || (first === 92 && second === 120);
  const start = marked ? 2 : 0;
  if ((text.length - start) % 2 !== 0) return undefined;
  let lower = true;
  for (let i = start; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if ((code >= 48 && code <= 57) || (code >= 97 && code <= 102)) continue;
    if (code < 65 || code > 70) return undefined;
    lower = false;
  }
  if (lower && marked && first === 48 && second === 120) return text;
  const digits = marked ? text.slice(2) : text;
  return '0x' + (lower ? digits : digits.toLowerCase());
}

/** RFC 4648 section 4, padded, unused bits zero; as `0x` and lower-case hex. */
export function readBase64Bytes(text: string): string | undefined {
  const bytes = Buffer.from(text, 'base64');
  // The decoder forgives (url-safe letters, spaces, lost padding, loose bits); the encoder writes the one right form.
  return bytes.toString('base64') === text ? '0x' + bytes.toString('hex') : undefined;
}
