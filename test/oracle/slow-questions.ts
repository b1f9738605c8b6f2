import { unitsText } from '../../engine/canonical/scaled-integer.ts';
import type { Check, ColumnPlan, TablePlan } from '../../engine/plan/plan.ts';
import { exact, type SlowRow, type SlowTable } from './slow-reconciliation.ts';

type Row = SlowRow;
const cell = (row: Row, name: string): string | null => row.cells.get(name) ?? null;
const textOf = (row: Row, names: readonly string[]): string => JSON.stringify(names.map((name) => cell(row, name)));
const sumOf = (rows: readonly Row[], name: string): bigint =>
  rows.reduce((sum, row) => sum + exact(cell(row, name) ?? '0'), 0n);

function grouped(rows: readonly Row[], by: readonly string[]): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const name = textOf(row, by);
    groups.set(name, [...(groups.get(name) ?? []), row]);
  }
  return groups;
}

/** NULL before everything, then the order of bytes, part by part. */
function byBytes(a: readonly (string | null)[], b: readonly (string | null)[]): number {
  const at = a.findIndex((part, i) => part !== b[i]);
  if (at < 0) return 0;
  if (a[at] === null || b[at] === null) return a[at] === null ? -1 : 1;
  return Buffer.compare(Buffer.from(a[at]!), Buffer.from(b[at]!));
}

/** The plan's control totals as the report says them, by addition of BigInts. */
export function slowTotals(plan: TablePlan, { rows }: SlowTable) {
  return plan.totals.flatMap(({ name, sum, by }) => {
    const { type } = plan.columns.find((column) => column.name === sum)!;
    const scale = type.kind === 'decimal' ? type.scale : 0;
    const text = (units: bigint) => unitsText(units / 10n ** BigInt(100 - scale), scale);
    const [source, target] = [grouped(rows.source, by), grouped(rows.target, by)];
    // A total by nothing is there even where no row is.
    const names = by.length === 0 ? ['[]'] : [...new Set([...source.keys(), ...target.keys()])];
    return names
      .map((group) => {
        const [ours, theirs] = [source.get(group) ?? [], target.get(group) ?? []];
        const key = plan.key.length === 0 ? plan.columns.map((column) => column.name) : plan.key;
        const [a, b] = [grouped(ours, key), grouped(theirs, key)];
        const moved = [...new Set([...a.keys(), ...b.keys()])].filter(
          (one) => sumOf(a.get(one) ?? [], sum) !== sumOf(b.get(one) ?? [], sum),
        );
        const [left, right] = [sumOf(ours, sum), sumOf(theirs, sum)];
        return {
          name,
          by: JSON.parse(group) as (string | null)[],
          source: text(left),
          target: text(right),
          difference: text(right - left),
          keys: String(moved.length),
        };
      })
      .sort((a, b) => byBytes(a.by, b.by));
  });
}

/** How many groups, keys or rows of one side fail a check. */
export function slowCheck(
  check: Check,
  plan: TablePlan,
  rows: readonly Row[],
  other: (table: string) => { readonly key: readonly string[]; readonly rows: readonly Row[] },
): number {
  switch (check.kind) {
    case 'sum': {
      const groups = check.by.length === 0 ? [[...rows]] : [...grouped(rows, check.by).values()];
      return groups.filter((group) => sumOf(group, check.sum) !== exact(check.equals)).length;
    }
    case 'unique':
      return [...grouped(rows, check.columns).values()].filter((group) => group.length > 1).length;
    case 'sequence':
      return [...grouped(rows, check.by).values()].reduce((failing, group) => {
        const values = group.map((row) => cell(row, check.column));
        const there = values.filter((value) => value !== null).map(BigInt);
        there.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
        const step = BigInt(check.step) < 0n ? -BigInt(check.step) : BigInt(check.step);
        const gaps = there.filter((value, i) => i > 0 && value - there[i - 1]! !== step).length;
        return failing + gaps + values.length - there.length;
      }, 0);
    case 'chain': {
      const order = orderOf(plan.columns.find(({ name }) => name === check.order)!);
      const placed = rows.filter((row) => cell(row, check.order) !== null);
      const sorted = placed.toSorted((a, b) => order(cell(a, check.order), cell(b, check.order)));
      const unlinked = sorted.filter((row, i) => {
        const [hash, previous] = [cell(row, check.hash), cell(row, check.previous)];
        return hash === null || (i > 0 && (previous === null || previous !== cell(sorted[i - 1]!, check.hash)));
      });
      return rows.length - placed.length + unlinked.length;
    }
    case 'refers': {
      const { key, rows: referred } = other(check.table);
      const there = new Set(referred.map((row) => textOf(row, key)));
      return rows.filter(
        (row) => check.columns.some((column) => cell(row, column) !== null) && !there.has(textOf(row, check.columns)),
      ).length;
    }
  }
}

/** Values by their meaning: numbers by size, all else by bytes; NULL first. */
function orderOf({ type }: ColumnPlan): (a: string | null, b: string | null) => number {
  const number = (text: string): number | bigint => {
    if (type.kind !== 'float') return exact(text);
    const value = Buffer.from(text, 'hex').readDoubleBE();
    return Number.isNaN(value) ? 2n ** 1100n : value;
  };
  if (type.kind !== 'float' && type.kind !== 'int' && type.kind !== 'decimal') return (a, b) => byBytes([a], [b]);
  return (a, b) => {
    if (a === null || b === null) return a === b ? 0 : a === null ? -1 : 1;
    const [one, two] = [number(a), number(b)];
    // -0 stands before 0: they are two values here.
    if (one === 0 && two === 0) return a === b ? 0 : Object.is(one, -0) ? -1 : 1;
    return one < two ? -1 : one > two ? 1 : 0;
  };
}
