import { TallyError } from '../../../contract/problem.ts';
import { CsvRecord } from './csv-record.ts';
import type { DialectBytes } from './dialect-bytes.ts';

/** The names in a CSV file's header line. */
export function headerNames(dialect: DialectBytes, line: Buffer, file: string): readonly string[] {
  const record = new CsvRecord(dialect);
  record.read(line, 0, true);
  const names = Array.from({ length: record.fields }, (_, i) => record.value(i)?.toString() ?? '');
  refuseEqualNames(names, file);
  return names;
}

/** Equal names are refused: nothing could tell the columns apart (formats.md section 3). */
export function refuseEqualNames(names: readonly string[], file: string): void {
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name)) throw refusal(`Column "${name}" is there twice`, file, 'Rename one of them in the export');
    seen.add(name);
  }
}

/**
 * Names that are equal but for the case of A to Z are refused, unless each is one of `told`: names by which somebody
 * has said which is which. `where` names the file or files that have both.
 */
export function refuseNamesAlike(
  names: readonly string[],
  told: ReadonlySet<string>,
  where: (one: string, other: string) => string,
  remedy = 'Rename one of them in the export',
): void {
  const seen = new Map<string, string>();
  for (const name of names) {
    const folded = foldCase(name);
    const other = seen.get(folded);
    if (other === undefined) seen.set(folded, name);
    else if (!told.has(name) || !told.has(other))
      throw refusal(`Columns "${other}" and "${name}" differ only in case`, where(other, name), remedy);
  }
}

/** A to Z alone, as DuckDB does. */
export const foldCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

const refusal = (what: string, file: string, remedy: string): TallyError =>
  new TallyError('input_header', what, file, remedy);
