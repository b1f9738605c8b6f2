/** One file of an export, found and not yet opened. */
export interface InputFile {
  /** Relative to the side's folder, with `/`; what reports call it. */
  readonly name: string;
  readonly path: string;
  readonly format: 'csv' | 'parquet' | 'ndjson';
  readonly compression: 'none' | 'gzip' | 'zstd';
  /** Hive partitions of its path, percent-decoded; `__HIVE_DEFAULT_PARTITION__` is null. */
  readonly partitions: readonly { readonly name: string; readonly value: string | null }[];
}

/** The same after its bytes have been read once, by no reader of DuckDB's. */
export interface ScannedFile extends InputFile {
  readonly bytes: number;
  /** SHA-256 of the bytes as they lie on disk, lower-case hex. */
  readonly sha256: string;
  /** Records, the header not counted: a scanner's count, or the sum of Parquet's footer. */
  readonly rows: number;
  /** The export's columns in the file's order, partitions after them. For NDJSON: members in order of first sight. */
  readonly columns: readonly string[];
  /** DuckDB's own CSV reader is known to read this file as formats.md section 3 does; else we write its raw stage. */
  readonly plain: boolean;
  /** Of a CSV file: a line end stands inside quotes, so that where a row begins is not seen from the middle. */
  readonly brokenLines?: boolean;
  /** Of an uncompressed CSV file: where a row begins, about every 8 MiB, so that several may read it. */
  readonly places?: readonly RowPlace[];
}

/** Where a row begins: byte of the file, its byte order mark counted, and rows before it. */
export interface RowPlace {
  readonly byte: number;
  readonly row: number;
}
