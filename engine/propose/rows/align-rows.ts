import type { Database } from '../../snapshot/duckdb/database.ts';
import { alignedColumn, type AlignedColumn } from './aligned-column.ts';
import { sourceText } from '../column-profile.ts';
import { onKeys, type KeyCandidate } from '../keys/key-counts.ts';
import type { KnownTable } from '../known-column.ts';
import { textRows } from '../../snapshot/duckdb/text-rows.ts';
import { hashBound } from './sketch.ts';

export interface AlignedRows {
  readonly rows: number;
  readonly source: readonly AlignedColumn[];
  readonly target: readonly AlignedColumn[];
}

const sampledRows = 4096;
const cellBytes = 1 << 27;

/**
 * Rows of both sides that have one key, which each side has once: those whose keys have the smallest hashes, in the
 * order of the hashes, so that the order means nothing and is always the same.
 */
export async function alignRows(
  database: Database,
  source: KnownTable,
  target: KnownTable,
  { parts }: KeyCandidate,
  condition = '',
): Promise<AlignedRows> {
  const width = [source, target].reduce(
    (sum, { known }) => sum + known.reduce((all, { profile }) => all + profile.length + 8, 0),
    0,
  );
  const limit = Math.max(256, Math.min(sampledRows, Math.floor(cellBytes / Math.max(1, width))));
  const bound = condition === '' ? hashBound(limit * 3, Math.min(source.rows, target.rows)) : null;
  const names = parts.map((_, i) => `k${i}`).join(', ');
  const once = (side: 'source' | 'target') => {
    const keys = parts.map((part, i) => `${part.sql[side]} AS k${i}`).join(', ');
    const below = bound === null ? '' : `WHERE hash(${names}) < ${bound}::UBIGINT`;
    return `SELECT * FROM (SELECT *, ${keys} FROM ${parts[0]![side].table.view}) ${below} QUALIFY count(*) OVER (PARTITION BY ${names}) = 1`;
  };
  const cells = (alias: string, { columns }: KnownTable) => columns.map((_, at) => `${alias}.c${at}`);
  const rows = await textRows(
    database,
    `SELECT ${[...cells('s', source), ...cells('t', target)].join(', ')}
     FROM (${once('source')}) s JOIN (${once('target')}) t ON ${onKeys(parts)} ${condition}
     ORDER BY hash(${parts.map((_, i) => `s.k${i}`).join(', ')}), ${parts.map((_, i) => `s.k${i}`).join(', ')} LIMIT ${limit}`,
  );
  const column = (table: KnownTable, from: number) =>
    table.known.map(({ profile: { name, at, kind } }) =>
      alignedColumn(
        name,
        at,
        kind,
        rows.map((row) => sourceText(row[from + at]!, kind)),
      ),
    );
  return { rows: rows.length, source: column(source, 0), target: column(target, source.columns.length) };
}
