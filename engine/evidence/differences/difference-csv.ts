import type { Difference } from './difference.ts';

/** Columns of the views of differences.ndjson, CSV and Parquet alike; every one is text. */
export const viewColumns = [
  'table',
  'kind',
  'key',
  'key_digest',
  'columns',
  'column',
  'text',
  ...['source', 'target'].flatMap((side) => ['record', 'digest', 'file', 'row'].map((part) => `${side}_${part}`)),
];

/** A difference as the cells of a view; null is NULL. */
export function viewCells(difference: Difference): (string | null)[] {
  const { table, kind, key, keyDigest, columns, column, text, source, target } = difference;
  const cells: (string | null)[] = [
    table,
    kind,
    key === null ? null : JSON.stringify(key),
    keyDigest,
    columns === null ? null : JSON.stringify(columns),
    column ?? null,
    text ?? null,
  ];
  for (const side of [source, target])
    cells.push(side?.record ?? null, side?.digest ?? null, side?.file ?? null, side?.row ?? null);
  return cells;
}

export const csvHeader = `${viewColumns.join(',')}\r\n`;

/** A line of differences.csv with its end, and how many of its cells a spreadsheet would have run. */
export function csvLine(cells: readonly (string | null)[]): { readonly line: string; readonly escaped: number } {
  let escaped = 0;
  const texts = cells.map((cell) => {
    if (cell === null) return '';
    // No formula: a spreadsheet runs what starts so (CWE-1236).
    const runs = /^[=+\-@\t\r]/.test(cell);
    if (runs) escaped++;
    return `"${runs ? "'" : ''}${cell.replaceAll('"', '""')}"`;
  });
  return { line: `${texts.join(',')}\r\n`, escaped };
}
