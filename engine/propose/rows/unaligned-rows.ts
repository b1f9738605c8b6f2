import { alignedColumn } from './aligned-column.ts';
import type { AlignedRows } from './align-rows.ts';
import { sourceText } from '../column-profile.ts';
import type { KnownColumn, KnownTable } from '../known-column.ts';

/**
 * Stands in for aligned rows where nothing lines any up: row i of each column is a value that could be met anywhere on
 * the other side, or nothing. Columns agree in the values both have; no code, scale or zone can be told so.
 */
export function unalignedRows(source: KnownTable, target: KnownTable): AlignedRows {
  const all = [...new Set([...source.known, ...target.known].flatMap(({ sketch }) => [...sketch.hashes]))]
    .sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
    .slice(0, 4096);
  const place = new Map(all.map((hash, i) => [hash, i]));
  const column = ({ profile: { name, at, kind }, sketch }: KnownColumn) => {
    const texts = new Array<string | null>(all.length).fill(null);
    sketch.hashes.forEach((hash, i) => {
      const row = place.get(hash);
      if (row !== undefined) texts[row] = sourceText(sketch.values[i]!, kind);
    });
    return alignedColumn(name, at, kind, texts);
  };
  return { rows: 0, source: source.known.map(column), target: target.known.map(column) };
}
