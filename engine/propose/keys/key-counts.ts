import type { Database } from '../../snapshot/duckdb/database.ts';
import type { ColumnMeeting } from '../known-column.ts';
import { textRows } from '../../snapshot/duckdb/text-rows.ts';
import { hashBound } from '../rows/sketch.ts';

/** Columns of both sides by which rows can be met, with what was counted. */
export interface KeyCandidate {
  readonly parts: readonly ColumnMeeting[];
  /** Rows, different keys, and keys that both sides have. */
  readonly counts: KeyCounts;
}

export interface KeyCounts {
  readonly source: { readonly rows: number; readonly keys: number };
  readonly target: { readonly rows: number; readonly keys: number };
  readonly both: number;
  /** Keys that each side has once. */
  readonly lined: number;
  /** Counted over all rows, and not over those with the smallest hashes. */
  readonly all: boolean;
}

/** Counts the keys that columns make, over all rows or over about `probe` of them. */
export async function countKeys(
  database: Database,
  parts: readonly ColumnMeeting[],
  probe: number | null,
): Promise<KeyCounts> {
  const bound =
    probe === null ? null : hashBound(probe, Math.max(parts[0]!.source.profile.rows, parts[0]!.target.profile.rows));
  const [row] = await textRows(
    database,
    `WITH s AS (${keysOf(parts, 'source', bound)}), t AS (${keysOf(parts, 'target', bound)})
     SELECT (SELECT count(*) FROM s)::VARCHAR, (SELECT coalesce(sum(n), 0) FROM s)::VARCHAR,
            (SELECT count(*) FROM t)::VARCHAR, (SELECT coalesce(sum(n), 0) FROM t)::VARCHAR,
            count(*)::VARCHAR, (count(*) FILTER (WHERE s.n = 1 AND t.n = 1))::VARCHAR
     FROM s JOIN t ON ${onKeys(parts)}`,
  );
  const [keys, rows, theirKeys, theirRows, both, lined] = row!.map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  return {
    source: { rows, keys },
    target: { rows: theirRows, keys: theirKeys },
    both,
    lined,
    all: bound === null,
  };
}

function keysOf(parts: readonly ColumnMeeting[], side: 'source' | 'target', bound: bigint | null): string {
  const keys = parts.map((part, i) => `${part.sql[side]} AS k${i}`).join(', ');
  const names = parts.map((_, i) => `k${i}`).join(', ');
  const below = bound === null ? '' : ` WHERE hash(${names}) < ${bound}::UBIGINT`;
  return `SELECT ${names}, count(*) AS n FROM (SELECT ${keys} FROM ${parts[0]![side].table.view})${below} GROUP BY ALL`;
}

export const onKeys = (parts: readonly ColumnMeeting[]): string =>
  parts.map((_, i) => `s.k${i} IS NOT DISTINCT FROM t.k${i}`).join(' AND ');
