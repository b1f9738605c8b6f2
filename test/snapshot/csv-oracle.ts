import type { CsvDialect } from '../../engine/snapshot/csv/csv-options.ts';

/**
 * Formats.md section 3 once more, character by character and as plainly as it can be said, for the readers to be
 * judged by; null when the text is no table.
 */
export function readCsv(text: string, { delimiter, quote, escape }: CsvDialect): (string | null)[][] | null {
  const records: (string | null)[][] = [];
  const chars = Array.from(text.startsWith('\uFEFF') ? text.slice(1) : text);
  let at = 0;
  const ended = () => at >= chars.length || chars[at] === '\n' || chars[at] === '\r';
  const field = (): string | null | undefined => {
    let value = '';
    if (chars[at] !== quote) {
      while (!ended() && chars[at] !== delimiter) value += chars[at++]!;
      return value === '' ? null : value;
    }
    for (at++; at < chars.length; at++) {
      if (chars[at] === escape && (chars[at + 1] === quote || chars[at + 1] === escape)) value += chars[++at]!;
      else if (chars[at] === quote) {
        at++;
        return ended() || chars[at] === delimiter ? value : undefined;
      } else value += chars[at]!;
    }
    return undefined;
  };
  while (at < chars.length) {
    const record: (string | null)[] = [];
    for (;;) {
      const value = field();
      if (value === undefined) return null;
      record.push(value);
      if (ended()) break;
      at++;
    }
    if (chars[at] === '\r' && chars[at + 1] === '\n') at++;
    at++;
    if (records.length > 0 && record.length !== records[0]!.length) return null;
    records.push(record);
  }
  return records.length === 0 ? null : records;
}
