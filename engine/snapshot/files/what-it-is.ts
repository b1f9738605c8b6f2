/** What the first bytes of a file say that it is, where it is not the text that its name promises; and what to do. */
const forms: readonly (readonly [begins: string, remedy: string])[] = [
  ['\xff\xfe', 'It is UTF-16: export it again as UTF-8'],
  ['\xfe\xff', 'It is UTF-16: export it again as UTF-8'],
  ['PK\x03\x04', 'It is a zip archive or a workbook: unpack it, or export it as CSV'],
  ['\x1f\x8b', 'It is gzip: let its name end in .gz'],
  ['\x28\xb5\x2f\xfd', 'It is zstd: let its name end in .zst'],
  ['PAR1', 'It is Parquet: let its name end in .parquet'],
];

/** A remedy for a file that is no UTF-8, by the first bytes of it. */
export function encodingRemedy(first: Uint8Array): string {
  const begins = Buffer.from(first).toString('latin1');
  return forms.find(([magic]) => begins.startsWith(magic))?.[1] ?? 'Export it again as UTF-8';
}
