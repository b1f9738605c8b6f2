import type { InputFile } from './input-file.ts';

export type FileFormat = Pick<InputFile, 'format' | 'compression'>;

const formats: Readonly<Record<string, InputFile['format']>> = {
  csv: 'csv',
  tsv: 'csv',
  txt: 'csv',
  ndjson: 'ndjson',
  jsonl: 'ndjson',
  parquet: 'parquet',
};

export const knownNames = '.csv, .tsv, .ndjson, .jsonl (each also with .gz or .zst) or .parquet';

/**
 * What a file is, by its name alone; null: no data file. A `.txt` is CSV only where it was `named`: beside an export it
 * is more often a note about it.
 */
export function fileFormat(name: string, named: boolean): FileFormat | null {
  const [, extension, packed] =
    /\.([a-z]+?)(?:\.(gz|zst))?$/i.exec(name)?.map((part: string | undefined) => part?.toLowerCase()) ?? [];
  const format = formats[extension ?? ''];
  if (format === undefined || (extension === 'txt' && !named) || (format === 'parquet' && packed !== undefined))
    return null;
  return { format, compression: packed === 'gz' ? 'gzip' : packed === 'zst' ? 'zstd' : 'none' };
}
