import { doubleText } from '../canonical/double-text.ts';
import { jcsOfLexemes } from '../canonical/json-value.ts';
import type { Database } from '../snapshot/duckdb/database.ts';
import type { RawColumn } from '../snapshot/raw-column.ts';
import { textRows, type Cell } from '../snapshot/duckdb/text-rows.ts';
import type { StagedTable } from './staged-tables.ts';

/** A column's counts over all rows of its table. */
export interface ColumnProfile {
  readonly name: string;
  /** Its place in the table's view: `c0`, `c1` … */
  readonly at: number;
  readonly kind: RawColumn['kind'];
  readonly rows: number;
  readonly values: number;
  /** About how many different values; exact enough to choose by, never to prove by. */
  readonly distinct: number;
  /** Mean length in bytes. */
  readonly length: number;
}

export async function profileTable(database: Database, table: StagedTable): Promise<ColumnProfile[]> {
  const of = (at: number) =>
    `count(c${at})::VARCHAR, approx_count_distinct(c${at})::VARCHAR, coalesce(avg(strlen(c${at})), 0)::BIGINT::VARCHAR`;
  const [row] = await textRows(
    database,
    `SELECT ${table.columns.map((_, at) => of(at)).join(', ')} FROM ${table.view}`,
  );
  return table.columns.map((name, at) => {
    const [values, distinct, length] = row!.slice(3 * at, 3 * at + 3).map(Number);
    return {
      name,
      at,
      kind: table.kinds[at]!,
      rows: table.rows,
      values: values!,
      distinct: Math.min(distinct!, values!),
      length: length!,
    };
  });
}

/** A staged text as its source would write it (formats.md section 2): DuckDB writes doubles and JSON otherwise. */
export function sourceText(text: Cell, kind: RawColumn['kind']): Cell {
  if (text === null) return null;
  if (kind === 'double') return doubleText(Number(text.replace(/^(-?)inf$/i, '$1Infinity')));
  return kind === 'json' ? (jcsOfLexemes(text) ?? text) : text;
}
