import type { RawColumn } from '../../snapshot/raw-column.ts';
import type { ColumnForm } from '../forms/column-form.ts';
import { columnForms } from '../forms/column-forms.ts';
import type { Cell } from '../../snapshot/duckdb/text-rows.ts';

/** One side's column over the aligned rows: row i of the source and row i of the target have one key. */
export interface AlignedColumn {
  readonly name: string;
  /** Its place in the table's view. */
  readonly at: number;
  readonly kind: RawColumn['kind'];
  readonly texts: readonly Cell[];
  /** Different texts, NULL among them. */
  readonly distinct: number;
  readonly forms: readonly ColumnForm[];
}

export function alignedColumn(
  name: string,
  at: number,
  kind: RawColumn['kind'],
  texts: readonly Cell[],
): AlignedColumn {
  return { name, at, kind, texts, distinct: new Set(texts).size, forms: columnForms(texts, kind) };
}

/** The column over its first rows alone, in the forms that all of them allow. */
export function firstRows(column: AlignedColumn, count: number): AlignedColumn {
  const texts = column.texts.slice(0, count);
  const forms = column.forms.map((form) => ({ ...form, cells: form.cells.slice(0, count) }));
  return { ...column, texts, distinct: new Set(texts).size, forms };
}
