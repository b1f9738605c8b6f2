import { sides } from '../../../contract/side.ts';
import type { AcceptableKind, Exception } from '../../../contract/exception.ts';
import { scaledInteger } from '../../canonical/scaled-integer.ts';
import { toleratedUnits } from '../checks/tolerance.ts';
import type { Difference } from '../differences/difference.ts';
import { groupByKey, keysOf, type Differences } from './bind-rows.ts';
import { cellsOf, type ExceptedTable, type ExceptedTables } from './excepted-table.ts';
import { compileNames } from './named-rows.ts';

/** What exceptions take out of one table's counts. A difference that several accept counts once. */
export interface AcceptedTable {
  readonly kinds: Record<AcceptableKind, bigint>;
  /** By column: units of its last digit by which accepted values differ within tolerance. */
  readonly toleranceUnits: bigint[];
  /** By `[name, ...by]` of a control total in JSON: what the accepted differences make of it, target less source. */
  readonly totals: Map<string, bigint>;
}
export type Accepted = ReadonlyMap<string, AcceptedTable>;

const totalId = (name: string, by: readonly (string | null)[]): string => JSON.stringify([name, ...by]);

/** Adds up what the exceptions accept of these differences; they hold, which is for `bindRows` to say. */
export async function addUpAccepted(
  exceptions: readonly Exception[],
  tables: ExceptedTables,
  differences: Differences,
): Promise<Accepted> {
  const accepted = new Map<string, AcceptedTable>();
  if (exceptions.length === 0) return accepted;
  const matches = exceptions.map((exception) => compileNames(exception, tables));
  const asked = groupByKey(exceptions);
  for await (const difference of differences(keysOf(exceptions))) {
    let isAccepted = false;
    for (const i of asked(difference)) {
      const match = matches[i]!;
      if (typeof match !== 'string' && match(difference)) isAccepted = true;
    }
    if (!isAccepted) continue;
    const table = tables.get(difference.table)!;
    let sum = accepted.get(table.name);
    if (sum === undefined) accepted.set(table.name, (sum = nothingOf(table)));
    add(sum, table, difference);
  }
  return accepted;
}

const nothingOf = ({ columns }: ExceptedTable): AcceptedTable => ({
  kinds: { changed: 0n, within_tolerance: 0n, source_only: 0n, target_only: 0n, duplicate: 0n },
  toleranceUnits: columns.map(() => 0n),
  totals: new Map(),
});

function add(sum: AcceptedTable, table: ExceptedTable, difference: Difference): void {
  sum.kinds[difference.kind as AcceptableKind]++;
  const cells = cellsOf(table, difference);
  if (cells.source !== null && cells.target !== null)
    for (const [c, type] of table.types.entries()) {
      const [a, b] = [cells.source[c] ?? null, cells.target[c] ?? null];
      if (a !== b) sum.toleranceUnits[c]! += toleratedUnits(type, table.tolerances[c]!, a, b) ?? 0n;
    }
  for (const { name, sum: column, by } of table.totals) {
    const at = table.columns.indexOf(column);
    const groups = by.map((part) => table.columns.indexOf(part));
    for (const side of sides) {
      const amount = cells[side]?.[at];
      if (amount === undefined || amount === null) continue;
      const id = totalId(
        name,
        groups.map((c) => cells[side]![c] ?? null),
      );
      const units = scaledInteger(amount).units;
      sum.totals.set(id, (sum.totals.get(id) ?? 0n) + (side === 'source' ? -units : units));
    }
  }
}

/** What is accepted of a total, as decimal text would count it: units of its column's last digit. */
export const acceptedUnits = (
  accepted: Accepted,
  table: string,
  name: string,
  by: readonly (string | null)[],
): bigint => accepted.get(table)?.totals.get(totalId(name, by)) ?? 0n;
