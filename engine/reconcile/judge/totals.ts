import type { Total } from '../../plan/plan.ts';
import type { Lane } from '../../snapshot/duckdb/database.ts';
import { cells, drilledTable, numberOf, sideView, type CanonicalTable } from '../read/canonical-tables.ts';
import type { CheckedTable } from './checks.ts';
import { oneRow, textRows } from '../../snapshot/duckdb/text-rows.ts';
import { unitsText } from '../../canonical/scaled-integer.ts';

/** One group of a control total on both sides; decimal texts. */
export interface TotalRow {
  readonly name: string;
  readonly by: readonly (string | null)[];
  readonly source: string;
  readonly target: string;
  /** target - source */
  readonly difference: string;
  /** Differing keys that make the difference up. */
  readonly keys: string;
}

/** A numeric canonical text as an exact integer of its column's last digit; DuckDB's BIGNUM has any size. */
export const units = (c: number, prefix = ''): string => `CAST(replace(${prefix}c${c}, '.', '') AS BIGNUM)`;

const sumOf = (table: CheckedTable, c: number): string =>
  numberOf(table, c) === null ? `sum(${units(c)})` : `CAST(replace(CAST(sum(v${c}) AS VARCHAR), '.', '') AS BIGNUM)`;

/** As many digits as any number of rows of can be added up in 38. */
const fewDigits = 26;

/**
 * Where no number of the drilled rows is long: an integer of fixed size, whose sums DuckDB spills where there are many
 * groups. Those of a BIGNUM it holds.
 */
async function drilledUnits(lane: Lane, table: CanonicalTable, c: number): Promise<{ of: string; zero: string }> {
  const [longest] = await oneRow(lane, `SELECT coalesce(max(strlen(c${c})), 0)::VARCHAR FROM ${drilledTable(table)}`);
  return Number(longest) <= fewDigits
    ? { of: `CAST(replace(c${c}, '.', '') AS HUGEINT)`, zero: '0::HUGEINT' }
    : { of: units(c), zero: `'0'::BIGNUM` };
}

/** Step 6: the plan's control totals over all entries of both sides, exact at any size. NULLs add nothing. */
export async function controlTotals(lane: Lane, table: CheckedTable): Promise<TotalRow[]> {
  const rows: TotalRow[] = [];
  for (const total of table.plan.totals) rows.push(...(await controlTotal(lane, table, total)));
  return rows;
}

async function controlTotal(lane: Lane, checked: CheckedTable, { name, sum, by }: Total): Promise<TotalRow[]> {
  const { plan, canonical: table } = checked;
  const at = (column: string) => plan.columns.findIndex(({ name: known }) => known === column);
  const type = plan.columns[at(sum)]!.type;
  const scale = type.kind === 'decimal' ? type.scale : 0;
  const groups = by.map(at);
  const grouped = groups.length === 0 ? '' : `${cells(groups)}, `;
  const side = (view: string, number: number) =>
    `SELECT ${grouped}${number} AS side, ${sumOf(checked, at(sum))} AS units FROM ${view} GROUP BY ${groups.length === 0 ? '()' : cells(groups)}`;
  // Which keys make the difference up: those whose own contribution to the group is not the same on both sides.
  const key = plan.key.length === 0 ? Array.from({ length: table.width }, (_, c) => c) : plan.key.map(at);
  const { of, zero } = await drilledUnits(lane, table, at(sum));
  const explained = `SELECT ${grouped}count(*) AS keys FROM (
      SELECT ${grouped}${key.map((c, i) => `c${c} AS k${i}`).join(', ')},
        coalesce(sum(${of}) FILTER (side = 1), ${zero}) <> coalesce(sum(${of}) FILTER (side = 0), ${zero}) AS moved
      FROM ${drilledTable(table)} GROUP BY ${[...groups.map((c) => `c${c}`), ...key.map((c) => `c${c}`)].join(', ')}
    ) WHERE moved GROUP BY ${groups.length === 0 ? '()' : cells(groups)}`;
  const join = groups.length === 0 ? 'true' : groups.map((c) => `g.c${c} IS NOT DISTINCT FROM e.c${c}`).join(' AND ');
  const found = await textRows(
    lane,
    `SELECT ${groups.length === 0 ? '' : `${cells(groups, 'g.')}, `}g.source, g.target, coalesce(e.keys, 0)::VARCHAR FROM (
       SELECT ${grouped}coalesce(sum(units) FILTER (side = 0), '0'::BIGNUM)::VARCHAR AS source, coalesce(sum(units) FILTER (side = 1), '0'::BIGNUM)::VARCHAR AS target
       FROM (${side(sideView(table, 'source'), 0)} UNION ALL ${side(sideView(table, 'target'), 1)})
       GROUP BY ${groups.length === 0 ? '()' : cells(groups)}
     ) g LEFT JOIN (${explained}) e ON ${join}
     ORDER BY ${groups.length === 0 ? '1' : groups.map((c) => `encode(g.c${c}) NULLS FIRST`).join(', ')}`,
  );
  return found.map((row) => {
    const [source, target] = [BigInt(row[groups.length]!), BigInt(row[groups.length + 1]!)];
    return {
      name,
      by: row.slice(0, groups.length),
      source: unitsText(source, scale),
      target: unitsText(target, scale),
      difference: unitsText(target - source, scale),
      keys: row[groups.length + 2]!,
    };
  });
}
