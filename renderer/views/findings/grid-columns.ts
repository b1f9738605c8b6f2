import type { ReportTable } from '../../../contract/report.ts';
import { sides, type Side } from '../../../contract/side.ts';
import type { Difference } from './kinds.ts';

/** A column of the grid: both sides of a column that differs anywhere, one for both of a column that never does. */
export interface GridColumn {
  readonly id: string;
  readonly name: string;
  readonly side: Side | null;
  /** Its place among the cells of a difference. */
  readonly cell: number;
  readonly isKey: boolean;
  readonly isNumber: boolean;
  /** Characters. */
  readonly width: number;
}

const isNumber = (type: string): boolean => /^(int|decimal)/.test(type);
const [narrowest, widest] = [6, 26];

/** The key in its order, then what changed most, both sides beside each other, then the rest as the record has it. */
export function gridColumns(table: ReportTable, sample: readonly Difference[]): GridColumn[] {
  const place = new Map(table.columns.map(({ name }, i) => [name, i]));
  const differs = (i: number) => BigInt(table.columns[i]!.changed) + BigInt(table.columns[i]!.withinTolerance);
  const rank = (i: number): number => {
    const key = table.key.indexOf(table.columns[i]!.name);
    return key >= 0 ? key - table.key.length : differs(i) > 0n ? 0 : 1;
  };
  const order = [...place.values()].sort((a, b) => rank(a) - rank(b) || Number(differs(b) - differs(a)) || a - b);
  const lost = new Set(sample.flatMap(({ column }) => (column === null ? [] : [column])));
  return order.flatMap((cell) => {
    const { name, type } = table.columns[cell]!;
    const isKey = table.key.includes(name);
    const split = !isKey && (differs(cell) > 0n || lost.has(name));
    const shown = split ? sides : [null];
    return shown.map((side) => ({
      id: side === null ? name : `${name} ${side}`,
      name,
      side,
      cell,
      isKey,
      isNumber: isNumber(type),
      width: widthOf(side === null ? name : `${name}, ${side}`, cell, sample),
    }));
  });
}

/** As wide as what it heads and most of what it holds; groups of thousands take a third more. */
function widthOf(head: string, cell: number, sample: readonly Difference[]): number {
  const lengths = sample
    .flatMap(({ source, target }) => [source?.cells[cell]?.length ?? 0, target?.cells[cell]?.length ?? 0])
    .sort((a, b) => a - b);
  const usual = lengths[Math.floor((lengths.length - 1) * 0.95)] ?? 0;
  return Math.min(widest, Math.max(narrowest, head.length, Math.ceil(usual * 1.15) + 1));
}

/** What one cell of the grid holds. */
export type Cell =
  | { readonly kind: 'value'; readonly text: string | null; readonly against: string | null | undefined }
  /** There is no row on this side. */
  | { readonly kind: 'absent' }
  /** The text has no form in the column's type. */
  | { readonly kind: 'formless'; readonly text: string }
  | { readonly kind: 'nothing' };

export function cellOf(difference: Difference, { cell, name, side }: GridColumn): Cell {
  const { source, target } = difference;
  if (difference.kind === 'unrepresentable') {
    const here = side === null || difference[side] !== null;
    return difference.column === name && here ? { kind: 'formless', text: difference.text ?? '' } : { kind: 'nothing' };
  }
  if (side === null) return value((source ?? target)?.cells[cell]);
  const [mine, other] = side === 'source' ? [source, target] : [target, source];
  if (mine === null) return { kind: 'absent' };
  const text = mine.cells[cell];
  const differs = other !== null && difference.columns.includes(name);
  return value(text, differs ? (other.cells[cell] ?? null) : undefined);
}

const value = (text: string | null | undefined, against?: string | null): Cell =>
  text === undefined ? { kind: 'nothing' } : { kind: 'value', text, against };
