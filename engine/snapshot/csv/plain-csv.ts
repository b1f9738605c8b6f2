import type { CsvDialect } from './csv-options.ts';

/** What a scanner noticed of a CSV file's form. */
export interface CsvForm {
  /** Line ends of each kind, between records. */
  lf: number;
  crlf: number;
  cr: number;
  /** A quote inside an unquoted field. */
  oddQuote: boolean;
  /** A line end inside quotes, */
  brokenLine: boolean;
  /** and a CR among them. */
  brokenByCr: boolean;
  nul: boolean;
  /** The longest record, in bytes. */
  longest: number;
}

export const noticed = (): CsvForm => ({
  lf: 0,
  crlf: 0,
  cr: 0,
  oddQuote: false,
  brokenLine: false,
  brokenByCr: false,
  nul: false,
  longest: 0,
});

const longestPlain = 1 << 20;
/** DuckDB holds 2,048 rows of all columns in several places at once. */
const mostColumns = 4096;

/**
 * Whether DuckDB's reader may be trusted with such a file. Narrow on purpose: what is not plain costs speed alone, and
 * a condition left out would cost a value.
 */
export function isPlainCsv(
  form: CsvForm,
  { delimiter, quote, escape }: CsvDialect,
  columns: readonly string[],
): boolean {
  return (
    [',', ';', '\t', '|'].includes(delimiter) &&
    ['"', "'"].includes(quote) &&
    escape === quote &&
    form.cr === 0 &&
    (form.lf === 0 || form.crlf === 0) &&
    // DuckDB looks for the first line end to know which kind the file has.
    (!form.brokenLine || (form.crlf === 0 && !form.brokenByCr)) &&
    !form.oddQuote &&
    !form.nul &&
    form.longest < longestPlain &&
    columns.length > 1 &&
    columns.length <= mostColumns
  );
}
