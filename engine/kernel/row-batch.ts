/** u32 a row: addresses of the value's first byte and of the byte after its last. Of a NULL they are equal. */
export interface TextColumn {
  readonly kind: 'text';
  readonly starts: number;
  readonly ends: number;
  readonly valid: number;
}

/** A column of a batch of rows as it lies in kernel memory. `valid` is u8 a row: 0 is NULL. */
export type KernelColumn =
  | TextColumn
  | {
      /** Little-endian, a value a row; what stands at a NULL is not read. */
      readonly kind: 'int32' | 'int64' | 'double';
      readonly values: number;
      readonly valid: number;
    };

/** Consecutive rows of one file. */
export interface RowBatch {
  readonly rows: number;
  /** Position in the file of the first row, from 0. */
  readonly firstRow: number;
  /** In the order asked for. */
  readonly columns: readonly KernelColumn[];
}
