/** Bytes of a base64 text. */
export const bytesOf = (base64: string): Uint8Array =>
  Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));

/** Little-endian unsigned 32-bit numbers of a base64 text, whatever machine reads them. */
export function numbersOf(base64: string): Uint32Array {
  const bytes = bytesOf(base64);
  const view = new DataView(bytes.buffer);
  return Uint32Array.from({ length: bytes.length >> 2 }, (_, i) => view.getUint32(i * 4, true));
}
