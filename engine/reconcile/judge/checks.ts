import { sides, type Side } from '../../../contract/side.ts';
import type { TypeKind } from '../../canonical/types.ts';
import type { Check, TablePlan } from '../../plan/plan.ts';
import type { Database, Lane } from '../../snapshot/duckdb/database.ts';
import { numberOf, sideView, type CanonicalTable } from '../read/canonical-tables.ts';
import type { DirectTable } from '../read/direct-table.ts';
import { oneRow } from '../../snapshot/duckdb/text-rows.ts';
import { scaledInteger, unitsText } from '../../canonical/scaled-integer.ts';
import { settle } from '../run/settle.ts';
import { units } from './totals.ts';

export interface CheckResult {
  readonly name: string;
  readonly side: Side;
  readonly pass: boolean;
  /** Groups, keys or rows that fail, by the kind of check. */
  readonly failing: string;
}

export interface CheckedTable {
  readonly plan: TablePlan;
  readonly canonical: CanonicalTable;
  readonly direct: Pick<DirectTable, 'numbers'> | null;
}

/** Step 6: the plan's checks on each side by itself, over all entries, in SQL on exact values. */
export async function runChecks(
  database: Database,
  table: CheckedTable,
  tables: readonly CheckedTable[],
): Promise<CheckResult[]> {
  const run = async (check: Check, side: Side, lane: Lane): Promise<CheckResult> => {
    const [failing] = await oneRow(lane, `SELECT count(*)::VARCHAR FROM (${failingRows(check, side, table, tables)})`);
    return { name: check.name, side, pass: failing === '0', failing: failing! };
  };
  return settle(
    table.plan.checks.flatMap((check) => sides.map((side) => database.inLane((lane) => run(check, side, lane)))),
  );
}

/** The order of a column's values by their meaning. */
function ascending(c: number, kind: TypeKind): string {
  if (kind === 'int' || kind === 'decimal') return units(c);
  if (kind !== 'float') return `encode(c${c})`;
  // IEEE bits: negative ones have the first bit set and descend.
  return `c${c} < '8', CASE WHEN c${c} >= '8' THEN c${c} END DESC, c${c}`;
}

/** A query with one row for everything that fails. NULL groups with NULL: a key part that is NULL is a value. */
function failingRows(check: Check, side: Side, table: CheckedTable, tables: readonly CheckedTable[]): string {
  const { plan, canonical } = table;
  const at = (column: string) => plan.columns.findIndex(({ name }) => name === column);
  const view = sideView(canonical, side);
  // A number stands for its canonical text, and is sooner told from another.
  const value = (c: number) => (numberOf(table, c) === null ? `c${c}` : `v${c}`);
  const groupBy = (columns: readonly string[]) =>
    columns.length === 0 ? '()' : columns.map((column) => value(at(column))).join(', ');
  switch (check.kind) {
    case 'sum': {
      const differs = sumDiffers(table, at(check.sum), scaledInteger(check.equals));
      return `SELECT 1 FROM ${view} GROUP BY ${groupBy(check.by)} HAVING ${differs}`;
    }
    case 'unique':
      return `SELECT 1 FROM ${view} GROUP BY ${groupBy(check.columns)} HAVING count(*) > 1`;
    case 'sequence': {
      const c = at(check.column);
      const isNumber = numberOf(table, c) !== null && hasRoom(BigInt(check.step));
      const [number, wide] = isNumber ? [`v${c}`, 'HUGEINT'] : [units(c), 'BIGNUM'];
      const order = check.step.startsWith('-') ? 'DESC' : 'ASC';
      const over = `OVER (${check.by.length === 0 ? '' : `PARTITION BY ${groupBy(check.by)} `}ORDER BY ${number} ${order} NULLS FIRST)`;
      // The first of a group has none before it: what follows NULL, which fails by itself, is first.
      return `SELECT 1 FROM (SELECT ${number} AS value, lag(${number}) ${over} AS before FROM ${view})
        WHERE value IS NULL OR value::${wide} - before::${wide} <> '${check.step}'::${wide}`;
    }
    case 'chain': {
      const [hash, previous, order] = [at(check.hash), at(check.previous), at(check.order)];
      const over = `OVER (ORDER BY ${ascending(order, plan.columns[order]!.type.kind)}, f, r)`;
      // A row without a place or a hash fails by itself, whatever comes after it; the first has nothing before it.
      return `SELECT 1 FROM ${view} WHERE c${order} IS NULL UNION ALL SELECT 1 FROM (
          SELECT c${hash} AS hash, c${previous} AS previous, lag(c${hash}) ${over} AS before, row_number() ${over} AS place
          FROM ${view} WHERE c${order} IS NOT NULL
        ) WHERE hash IS NULL OR place > 1 AND (previous IS NULL OR previous IS DISTINCT FROM before)`;
    }
    case 'refers': {
      const other = tables.find(({ plan: { name } }) => name === check.table)!;
      const keys = other.plan.key.map((name) => other.plan.columns.findIndex((column) => column.name === name));
      const columns = check.columns.map(at);
      const same = columns.map((c, i) => {
        const [ours, theirs] = [numberOf(table, c), numberOf(other, keys[i]!)];
        const by = ours !== null && ours === theirs ? 'v' : 'c';
        return `a.${by}${c} IS NOT DISTINCT FROM b.${by}${keys[i]!}`;
      });
      // A reference that is NULL in every part refers to nothing; one that is NULL in part must still be found.
      const given = columns.map((c) => `a.${value(c)} IS NOT NULL`).join(' OR ');
      return `SELECT 1 FROM ${view} a ANTI JOIN ${sideView(other.canonical, side)} b ON ${same.join(' AND ')} WHERE ${given}`;
    }
  }
}

/** Whether the sum of a group is another than `equals`, compared at the finer of both scales: "0.005" is no sum of cents. */
function sumDiffers(table: CheckedTable, c: number, equals: ReturnType<typeof scaledInteger>): string {
  const { type } = table.plan.columns[c]!;
  const scale = type.kind === 'decimal' ? type.scale : 0;
  const finer = Math.max(scale, equals.scale);
  const expected = equals.units * 10n ** BigInt(finer - equals.scale);
  const parts = 10n ** BigInt(finer - scale);
  if (numberOf(table, c) !== null && expected % parts === 0n && hasRoom(expected)) {
    const wide = type.kind === 'decimal' ? `DECIMAL(38, ${scale})` : 'HUGEINT';
    return `coalesce(sum(v${c}), '0'::${wide}) <> '${unitsText(expected / parts, scale)}'::${wide}`;
  }
  const zeros = '0'.repeat(finer - scale);
  return `coalesce(sum(CAST(replace(c${c}, '.', '') || '${zeros}' AS BIGNUM)), '0'::BIGNUM) <> '${expected}'::BIGNUM`;
}

/** Whether an integer is one of 38 digits, to which another may be added. */
const hasRoom = (units: bigint): boolean => units > -(10n ** 37n) && units < 10n ** 37n;
