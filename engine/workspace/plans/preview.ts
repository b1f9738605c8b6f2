import type { z } from 'zod';
import type { previewView } from '../../../contract/plan.ts';
import { TallyError } from '../../../contract/problem.ts';
import { sides, type BySide, type Side } from '../../../contract/side.ts';
import { compileReading } from '../../canonical/read-value.ts';
import type { ColumnPlan, TablePlan } from '../../plan/plan.ts';
import type { RawCell } from '../../kernel/row-batch.ts';
import type { RowPair } from './sample-pairs.ts';

type Preview = z.output<typeof previewView>;
type Cell = NonNullable<Preview['rows'][number]['source']>;

const shown = 5;

export function tableNamed(tables: readonly TablePlan[], name: string): TablePlan {
  const table = tables.find((one) => one.name === name);
  if (table === undefined) throw new TallyError('usage', 'The plan has no such table', JSON.stringify(name));
  return table;
}

export function columnNamed(table: TablePlan, name: string): ColumnPlan {
  const column = table.columns.find((one) => one.name === name);
  if (column === undefined) throw new TallyError('usage', 'The table has no such column', JSON.stringify(name));
  return column;
}

/** Five rows of a column, raw and canonical, as the plan reads them now; rows of different values are shown first. */
export function previewOf(column: ColumnPlan, pairs: readonly RowPair[]): Preview {
  const readers = bySide((side) => compileReading(column.type, column.sides[side].reading));
  const cellOf = (side: Side, row: ReadonlyMap<string, RawCell> | null): Cell | null => {
    if (row === null) return null;
    const raw = row.get(column.sides[side].column) ?? null;
    if (raw !== null && typeof raw === 'object') return { raw: raw.formless, canonical: null, formed: false };
    const canonical = readers[side].read(raw);
    return { raw, canonical: canonical ?? null, formed: canonical !== undefined };
  };
  const rows = pairs.map(({ key, source, target }) => {
    const both = { source: cellOf('source', source), target: cellOf('target', target) };
    const { source: a, target: b } = both;
    const equal = a !== null && b !== null && a.formed && b.formed && a.canonical === b.canonical;
    return { key: key.map((part) => part ?? 'NULL').join(', '), ...both, equal };
  });
  const seen = new Set<string>();
  const fresh = rows.filter(({ source, target }) => {
    const value = JSON.stringify([source?.raw, target?.raw]);
    return !seen.has(value) && seen.add(value);
  });
  return { rows: [...fresh, ...rows.filter((row) => !fresh.includes(row))].slice(0, shown) };
}

const bySide = <T>(of: (side: Side) => T): BySide<T> => ({ source: of(sides[0]), target: of(sides[1]) });
