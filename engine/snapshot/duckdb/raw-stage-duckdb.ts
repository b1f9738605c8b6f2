import type { DuckDBConnection } from '@duckdb/node-api';
import type { CsvOptions } from '../csv/csv-options.ts';
import { literal } from './database.ts';
import { withExport } from './export-query.ts';
import type { ScannedFile } from '../files/input-file.ts';
import { plainParquetOptions } from '../parquet/plain-parquet-options.ts';
import type { RawColumn } from '../raw-column.ts';

/** Rows of a row group: the unit of work of the hash stage. */
const groupRows = 122_880;

/**
 * Writes the raw stage of one file: its `columns` as texts, row i of the stage being record i of the file. For Parquet
 * and plain CSV; what DuckDB reads otherwise than formats.md says is for raw-stage-own.
 */
export async function stageRawWithDuckDB(
  connection: DuckDBConnection,
  file: ScannedFile,
  csv: CsvOptions,
  columns: readonly string[],
  outPath: string,
): Promise<readonly RawColumn[]> {
  return withExport(connection, file, csv, columns, { scratch: `${outPath}.bare` }, async (query) => {
    await connection.run(
      `COPY (${query.sql}) TO ${literal(outPath)} (${plainParquetOptions}, ROW_GROUP_SIZE ${groupRows})`,
    );
    return query.columns;
  });
}
