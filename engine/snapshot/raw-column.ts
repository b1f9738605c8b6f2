/**
 * A column of a raw stage file, in the file's order. `text`: values as formats.md section 2 writes them. `double`: as
 * they are, to be written by RFC 8785. `json`: nested values as JSON whose numbers are their own lexemes. `formless`:
 * texts of a type that has no form, to be listed.
 */
export interface RawColumn {
  readonly name: string;
  readonly kind: 'text' | 'double' | 'json' | 'formless';
}

/**
 * A single value without a form, in a column that has one for others, is staged as this byte and its text: no UTF-8
 * begins with it. NDJSON has such values, and Parquet where a text is not UTF-8.
 */
export const formlessMark = 0xff;

/** A raw stage's columns have numbers for names: DuckDB cannot tell names apart that differ only in case. */
export const stagedName = (index: number): string => `c${index}`;
