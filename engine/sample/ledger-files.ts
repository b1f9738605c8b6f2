import type { Fault } from './choose-faults.ts';
import { shuffled, sourceSql, targetSql } from './ledger-sql.ts';
import { regionOfTen, regions, type LedgerTable } from './ledger-table.ts';
import { literal } from '../snapshot/duckdb/database.ts';

/** One file of one export, and the statement that writes it. */
export interface LedgerFile {
  /** Below the sample's folder, with `/`. */
  readonly name: string;
  /** About how many rows, for progress alone. */
  readonly rows: number;
  readonly copy: (path: string) => string;
}

const sourcePart = 500_000;
const targetPart = 250_000;
/** In the order of the ledger's rows; salts of fault kinds are above it. */
const orderSalt = 0;

export function ledgerFiles(table: LedgerTable, faults: readonly Fault[], seed: number): LedgerFile[] {
  return [...sourceFiles(table), ...targetFiles(table, faults, seed)];
}

function sourceFiles(table: LedgerTable): LedgerFile[] {
  const copy = (query: string) => (path: string) =>
    `COPY (${query}) TO ${literal(path)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880)`;
  return split(table.rows, Math.ceil(table.rows / sourcePart)).flatMap(([from, to], part) =>
    table.partitioned
      ? regions.map((region) => ({
          name: `source/${table.name}/region=${region}/part-${part}.parquet`,
          rows: ((to - from) * regionOfTen.filter((other) => other === region).length) / regionOfTen.length,
          copy: copy(sourceSql(table, from, to, region)),
        }))
      : [
          {
            name: `source/${table.name}/part-${part}.parquet`,
            rows: to - from,
            copy: copy(sourceSql(table, from, to, null)),
          },
        ],
  );
}

function targetFiles(table: LedgerTable, faults: readonly Fault[], seed: number): LedgerFile[] {
  const extra = faults
    .filter((fault) => fault.table === table && (fault.kind === 'row_added' || fault.kind === 'row_doubled'))
    .flatMap((fault) => fault.rows);
  const parts = split(table.rows, Math.max(2, Math.ceil(table.rows / targetPart)));
  return parts.map(([from, to], part) => {
    const order = shuffled(table.rows, seed, orderSalt, from, to);
    const last = part === parts.length - 1;
    const rows =
      last && extra.length > 0 ? `${order} UNION ALL SELECT unnest([${extra.join(', ')}])::BIGINT AS i` : order;
    return {
      name: `target/${table.name}-${String(part + 1).padStart(3, '0')}.csv.gz`,
      rows: to - from,
      copy: (path) => `COPY (${targetSql(table, rows)}) TO ${literal(path)} (FORMAT csv, HEADER, COMPRESSION gzip)`,
    };
  });
}

/** Ranges of equal length, as near as can be. */
function split(rows: number, parts: number): [number, number][] {
  const bound = (part: number): number => Math.floor((rows * part) / parts);
  return Array.from({ length: parts }, (_, part) => [bound(part), bound(part + 1)]);
}
