/** A cell as its source writes it: a text, NULL, or a value that no type can read, with the text to list. */
export type RawCell = string | null | { readonly formless: string };

/** Texts in kernel memory: u32 addresses of the first byte and of the byte after the last; `valid` is u8, 0 is NULL. */
export interface TextCells {
  readonly starts: number;
  readonly ends: number;
  readonly valid: number;
}

export interface TextColumn extends TextCells {
  readonly kind: 'text';
  /** Every text has been judged to be UTF-8: none stands for a value that no type can read. */
  readonly isUtf8?: true;
}

interface Values {
  /** Address of little-endian values, one a row; what stands at a NULL is not read. */
  readonly values: number;
  readonly valid: number;
}

/** A column of a batch of rows as it lies in kernel memory. */
export type KernelColumn = (
  | TextColumn
  /** Value × 10^-digits. */
  | ({ readonly kind: 'int32' | 'int64'; readonly digits: number } & Values)
  | ({ readonly kind: 'double' } & Values)
  /** Days from 1970, int32. */
  | ({ readonly kind: 'date' } & Values)
  /** 10^-unit seconds from 1970, int64; an instant, or a civil time. */
  | ({ readonly kind: 'time'; readonly unit: 3 | 6 | 9; readonly instant: boolean } & Values)
  /** Nothing the kernel reads. */
  | { readonly kind: 'other' }
) & {
  /** The row's cell by itself, for what the kernel leaves to JavaScript. */
  readonly cell: (row: number) => RawCell;
};

/** Rows of one file, consecutive unless `at` says which. */
export interface RowBatch {
  readonly rows: number;
  /** Positions counted from `firstRow`, ascending; absent where they are 0, 1, 2 … */
  readonly at?: Uint32Array;
  /** Position in the file of the first row, from 0, or of what `at` counts from. */
  readonly firstRow: number;
  /** In the order asked for. */
  readonly columns: readonly KernelColumn[];
}
