import type { TablePlan } from '../../plan/plan.ts';
import type { Lane } from '../../snapshot/duckdb/database.ts';
import { drilledTable, sideView, type CanonicalTable } from '../read/canonical-tables.ts';
import { textRows } from '../../snapshot/duckdb/text-rows.ts';

/** Entries of one shard on both sides, and how many rows of differing keys it holds. */
export interface ShardRow {
  readonly value: string | null;
  readonly source: string;
  readonly target: string;
  readonly differing: string;
}

/** Coverage by the plan's shard column; empty where it names none. */
export async function shardCoverage(database: Lane, table: CanonicalTable, plan: TablePlan): Promise<ShardRow[]> {
  if (plan.shard === null) return [];
  const c = `c${plan.columns.findIndex(({ name }) => name === plan.shard)}`;
  const part = (view: string, source: number, target: number, differing: number) =>
    `SELECT ${c}, ${source} * count(*) AS source, ${target} * count(*) AS target, ${differing} * count(*) AS differing FROM ${view} GROUP BY 1`;
  const rows = await textRows(
    database,
    `SELECT ${c}, sum(source)::VARCHAR, sum(target)::VARCHAR, sum(differing)::VARCHAR FROM (
       ${part(sideView(table, 'source'), 1, 0, 0)} UNION ALL ${part(sideView(table, 'target'), 0, 1, 0)}
       UNION ALL ${part(`(SELECT * FROM ${drilledTable(table)} WHERE st <> 3)`, 0, 0, 1)}
     ) GROUP BY 1 ORDER BY encode(${c}) NULLS FIRST`,
  );
  return rows.map(([value, source, target, differing]) => ({
    value: value!,
    source: source!,
    target: target!,
    differing: differing!,
  }));
}
