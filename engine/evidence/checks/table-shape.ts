import type { BySide, Side } from '../../../contract/side.ts';
import { parseType } from '../../canonical/type-name.ts';
import type { CanonicalType } from '../../canonical/types.ts';
import type { Report, ReportTable } from '../report/report.ts';
import { tableFolder } from './run-files.ts';

/** A table of a report that has been read, ready for judging its listings and differences. */
export interface TableShape {
  readonly name: string;
  readonly report: ReportTable;
  /** `tables/0001` */
  readonly folder: string;
  readonly keyed: boolean;
  readonly types: readonly CanonicalType[];
  /** Indexes of the columns that make the key record; all of them in a table without a key. */
  readonly key: readonly number[];
  /** Exact decimal texts; null: none. */
  readonly tolerances: readonly (string | null)[];
  /** Rows of each export file, by name. */
  readonly files: BySide<ReadonlyMap<string, bigint>>;
}

export function tableShapes(report: Report): TableShape[] {
  const files = { source: filesByTable(report, 'source'), target: filesByTable(report, 'target') };
  const none = new Map<string, bigint>();
  return report.tables.map((table, index) => ({
    name: table.name,
    report: table,
    folder: tableFolder(index),
    keyed: table.key.length > 0,
    types: table.columns.map(({ type }) => parseType(type)!),
    key:
      table.key.length === 0
        ? table.columns.map((_, c) => c)
        : table.key.map((part) => table.columns.findIndex(({ name }) => name === part)),
    tolerances: table.columns.map(({ tolerance }) => tolerance ?? null),
    files: { source: files.source.get(table.name) ?? none, target: files.target.get(table.name) ?? none },
  }));
}

function filesByTable({ sides: both }: Report, side: Side): Map<string, Map<string, bigint>> {
  const tables = new Map<string, Map<string, bigint>>();
  for (const { table, name, rows } of both[side].files) {
    const files = tables.get(table) ?? new Map<string, bigint>();
    tables.set(table, files.set(name, BigInt(rows)));
  }
  return tables;
}

/** rows - excluded - unrepresentable: what a side's tree holds. */
export const entriesOf = ({ rows, excluded, unrepresentable }: ReportTable[Side]): bigint =>
  BigInt(rows) - BigInt(excluded) - BigInt(unrepresentable);

/** Tables the run itself could not prove; their numbers are claimed by nobody, so they are not judged. */
export const unproven = (tables: readonly TableShape[]): string[] =>
  tables.filter(({ report }) => !report.proven).map(({ name }) => name);
