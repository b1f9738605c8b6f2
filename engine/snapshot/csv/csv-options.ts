/** How a CSV file is written (formats.md section 3): one character each. */
export interface CsvOptions {
  /** null where nobody said: by the file's name, TAB for `.tsv`, else a comma. */
  readonly delimiter: string | null;
  readonly quote: string;
  readonly escape: string;
  readonly header: boolean;
}

export const defaultCsv: CsvOptions = { delimiter: null, quote: '"', escape: '"', header: true };

/** The options with the delimiter decided. */
export type CsvDialect = CsvOptions & { readonly delimiter: string };

/** What the plan says wins; a `.tsv` that nothing was said of is separated by TAB. */
export function dialectOf(name: string, csv: CsvOptions): CsvDialect {
  return { ...csv, delimiter: csv.delimiter ?? (/\.tsv(\.gz|\.zst)?$/i.test(name) ? '\t' : ',') };
}
