import { join } from 'node:path';
import type { OnProgress } from '../../contract/progress.ts';
import { sides, type BySide, type Side } from '../../contract/side.ts';
import { literal, type Database } from '../snapshot/duckdb/database.ts';
import type { RawColumn } from '../snapshot/raw-column.ts';
import { stageRawWithDuckDB } from '../snapshot/duckdb/raw-stage-duckdb.ts';
import type { FoundSide, SideTable, StageOwn } from './side-tables.ts';

/** A table as DuckDB sees it: a view whose columns `c0`, `c1` … are texts, in the order of `columns`. */
export interface StagedTable extends SideTable {
  readonly view: string;
  /** For each column, whether its texts are DuckDB's of doubles, or JSON that is not yet in its canonical form. */
  readonly kinds: readonly RawColumn['kind'][];
}

/** Stages every table's files as texts below `folder` and makes a view of each. */
export async function stageTables(
  database: Database,
  found: BySide<FoundSide>,
  folder: string,
  stageOwn: StageOwn,
  onProgress: OnProgress,
): Promise<BySide<StagedTable[]>> {
  const total = sides.reduce((sum, side) => sum + found[side].tables.reduce((all, { rows }) => all + rows, 0), 0);
  let done = 0;
  const staged: Record<Side, StagedTable[]> = { source: [], target: [] };
  for (const side of sides)
    for (const table of found[side].tables) {
      const files: { readonly path: string; readonly columns: readonly RawColumn[] }[] = [];
      for (const [at, file] of table.scanned.entries()) {
        const out = join(folder, `${side}-${table.index}-${at}.parquet`);
        const { csv } = table.dialect;
        const columns = file.plain
          ? await stageRawWithDuckDB(database.connection, file, csv, table.columns, out)
          : await stageOwn(file, csv, table.columns, out);
        files.push({ path: out, columns });
        onProgress({ step: 'read', done: (done += file.rows), total, unit: 'rows' });
      }
      staged[side].push(await openView(database, table, files));
    }
  return staged;
}

async function openView(
  { connection }: Database,
  table: SideTable,
  files: readonly { readonly path: string; readonly columns: readonly RawColumn[] }[],
): Promise<StagedTable> {
  const view = `${table.side}_${table.index}`;
  const byTypes = new Map<string, string[]>();
  for (const { path } of files) {
    const shape = await connection.run(`SELECT * FROM read_parquet(${literal(path)}) LIMIT 0`);
    const types = shape.columnNames().map((_, i) => shape.columnType(i).toString());
    byTypes.set(JSON.stringify(types), [...(byTypes.get(JSON.stringify(types)) ?? []), path]);
  }
  const parts = [...byTypes].map(([types, paths]) => {
    const columns = table.columns.map((_, i) => {
      // A value without a form, marked in bytes, has no text to propose anything by.
      const text = (JSON.parse(types) as string[])[i] === 'BLOB' ? `TRY(decode(r${i}))` : `CAST(r${i} AS VARCHAR)`;
      return `${text} AS c${i}`;
    });
    const names = table.columns.map((_, i) => `r${i}`).join(', ');
    return `SELECT ${columns.join(', ')} FROM read_parquet([${paths.map(literal).join(', ')}]) AS t(${names})`;
  });
  await connection.run(`CREATE VIEW ${view} AS ${parts.join(' UNION ALL ')}`);
  const kinds = table.columns.map((_, i) => {
    const all = new Set(files.map(({ columns }) => columns[i]!.kind));
    return all.has('double') ? 'double' : all.has('json') ? 'json' : ([...all][0] ?? 'text');
  });
  return { ...table, view, kinds };
}
