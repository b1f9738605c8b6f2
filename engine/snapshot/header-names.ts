import { TallyError } from '../../contract/problem.ts';
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

/** Names that are equal, or equal but for the case of A to Z, are refused (formats.md section 3). */
export function refuseEqualNames(names: readonly string[], file: string): void {
  const seen = new Map<string, string>();
  for (const name of names) {
    const folded = name.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
    const other = seen.get(folded);
    if (other !== undefined)
      throw new TallyError(
        'input_header',
        other === name ? `Column "${name}" is there twice` : `Columns "${other}" and "${name}" differ only in case`,
        file,
        'Rename one of them in the export',
      );
    seen.set(folded, name);
  }
}
