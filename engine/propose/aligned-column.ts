import type { RawColumn } from '../snapshot/raw-column.ts';
import type { ColumnForm } from './column-form.ts';
import { columnForms } from './column-forms.ts';
import type { Cell } from './query.ts';

/** One side's column over the aligned rows: row i of the source and row i of the target have one key. */
export interface AlignedColumn {
  readonly name: string;
  /** Its place in the table's view. */
  readonly at: number;
  readonly kind: RawColumn['kind'];
  readonly texts: readonly Cell[];
  readonly forms: readonly ColumnForm[];
}

export function alignedColumn(
  name: string,
  at: number,
  kind: RawColumn['kind'],
  texts: readonly Cell[],
): AlignedColumn {
  return { name, at, kind, texts, forms: columnForms(texts, kind) };
}
