import { sides, type Side } from '../../contract/side.ts';
import type { TypeKind } from '../canonical/types.ts';
import type { Check, TablePlan } from '../plan/plan.ts';
import type { Database } from '../snapshot/database.ts';
import { cells, sideView, type CanonicalTable } from './canonical-tables.ts';
import { oneRow } from './one-row.ts';
import { scaledInteger } from '../canonical/scaled-integer.ts';
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
}

/** Step 6: the plan's checks on each side by itself, over all entries, in SQL on exact values. */
export async function runChecks(
  database: Database,
  table: CheckedTable,
  tables: readonly CheckedTable[],
): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  for (const check of table.plan.checks)
    for (const side of sides) {
      const [failing] = await oneRow(
        database,
        `SELECT count(*)::VARCHAR FROM (${failingRows(check, side, table, tables)})`,
      );
      results.push({ name: check.name, side, pass: failing === '0', failing: failing! });
    }
  return results;
}

/** The order of a column's values by their meaning, NULL first. */
function ascending(c: number, kind: TypeKind): string {
  if (kind === 'int' || kind === 'decimal') return `${units(c)} NULLS FIRST`;
  if (kind !== 'float') return `encode(c${c}) NULLS FIRST`;
  // IEEE bits: negative ones have the first bit set and descend.
  return `c${c} < '8' NULLS FIRST, CASE WHEN c${c} >= '8' THEN c${c} END DESC, c${c}`;
}

/** A query with one row for everything that fails. NULL groups with NULL: a key part that is NULL is a value. */
function failingRows(
  check: Check,
  side: Side,
  { plan, canonical }: CheckedTable,
  tables: readonly CheckedTable[],
): string {
  const at = (column: string) => plan.columns.findIndex(({ name }) => name === column);
  const view = sideView(canonical, side);
  const groupBy = (columns: readonly string[]) => (columns.length === 0 ? '()' : cells(columns.map(at)));
  switch (check.kind) {
    case 'sum': {
      const type = plan.columns[at(check.sum)]!.type;
      const scale = type.kind === 'decimal' ? type.scale : 0;
      // Compared at the finer of both scales, so that "0.005" is no sum of cents.
      const equals = scaledInteger(check.equals);
      const finer = Math.max(scale, equals.scale);
      const expected = equals.units * 10n ** BigInt(finer - equals.scale);
      const zeros = '0'.repeat(finer - scale);
      const total = `coalesce(sum(CAST(replace(c${at(check.sum)}, '.', '') || '${zeros}' AS BIGNUM)), '0'::BIGNUM)`;
      return `SELECT 1 FROM ${view} GROUP BY ${groupBy(check.by)} HAVING ${total} <> '${expected}'::BIGNUM`;
    }
    case 'unique':
      return `SELECT 1 FROM ${view} GROUP BY ${groupBy(check.columns)} HAVING count(*) > 1`;
    case 'sequence': {
      const value = units(at(check.column));
      const order = check.step.startsWith('-') ? 'DESC' : 'ASC';
      const over = `OVER (${check.by.length === 0 ? '' : `PARTITION BY ${groupBy(check.by)} `}ORDER BY ${value} ${order} NULLS FIRST)`;
      // The first of a group has none before it: what follows NULL, which fails by itself, is first.
      return `SELECT 1 FROM (SELECT ${value} AS value, lag(${value}) ${over} AS before FROM ${view})
        WHERE value IS NULL OR value - before <> '${check.step}'::BIGNUM`;
    }
    case 'chain': {
      const [hash, previous, order] = [at(check.hash), at(check.previous), at(check.order)];
      const over = `OVER (ORDER BY ${ascending(order, plan.columns[order]!.type.kind)}, f, r)`;
      return `SELECT 1 FROM (
          SELECT c${previous} AS previous, lag(c${hash}) ${over} AS before, row_number() ${over} AS place FROM ${view}
        ) WHERE place > 1 AND (previous IS NULL OR previous IS DISTINCT FROM before)`;
    }
    case 'refers': {
      const other = tables.find(({ plan: { name } }) => name === check.table)!;
      const keys = other.plan.key.map((name) => other.plan.columns.findIndex((column) => column.name === name));
      const columns = check.columns.map(at);
      const same = columns.map((c, i) => `a.c${c} IS NOT DISTINCT FROM b.c${keys[i]!}`).join(' AND ');
      // A reference that is NULL in every part refers to nothing; one that is NULL in part must still be found.
      const given = columns.map((c) => `a.c${c} IS NOT NULL`).join(' OR ');
      return `SELECT 1 FROM ${view} a ANTI JOIN ${sideView(other.canonical, side)} b ON ${same} WHERE ${given}`;
    }
  }
}
