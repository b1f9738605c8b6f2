import { sides, type BySide, type Side } from '../../contract/side.ts';
import { literal, type Database } from '../snapshot/database.ts';
import { plainParquetOptions } from '../snapshot/plain-parquet-options.ts';
import { PlainParquetReader } from '../snapshot/plain-parquet-reader.ts';
import { partsOf } from './direct-batches.ts';
import type { FetchRequest } from './fetch-rows.ts';
import type { HashPool } from './hash-pool.ts';
import { inTurns } from './in-turns.ts';
import type { RunFolder } from './run-folder.ts';
import type { StagedTable } from './run-stages.ts';

/** Has workers read those parts of the exports again that hold rows of differing keys; gives files of their cells. */
export async function fetchDiffering(
  table: StagedTable,
  database: Database,
  pool: HashPool,
  folder: RunFolder,
): Promise<BySide<readonly string[]>> {
  if (table.compared.rows.length === 0) return { source: [], target: [] };
  const found: Record<Side, readonly string[]> = { source: [], target: [] };
  for (const side of sides) {
    const places = folder.file('places');
    await writePlaces(database, table.compared.rows, side, places);
    const parts = requests(table, side, places, folder);
    found[side] = (await inTurns(parts, 2 * pool.size, (request) => pool.run('fetch', request))).flat();
  }
  return found;
}

/** Files and positions of a side's rows of differing keys, in their order. */
async function writePlaces({ connection }: Database, rows: readonly string[], side: Side, path: string): Promise<void> {
  await connection.run(
    `COPY (SELECT f, r FROM read_parquet([${rows.map(literal).join(', ')}]) WHERE side = ${side === 'source' ? 0 : 1}
     ORDER BY f, r) TO ${literal(path)} (${plainParquetOptions})`,
  );
}

/** For each part that holds such rows, their fetching: made as they are asked for, since all rows may differ. */
function* requests(table: StagedTable, side: Side, path: string, folder: RunFolder): Generator<FetchRequest> {
  const { columns } = table.plan;
  const places = placesIn(path);
  let place = places.next();
  for (const [index, file] of table.sides[side].files.entries()) {
    if (place.done === true) break;
    if (place.value.file !== index) continue;
    const parts = partsOf(file, table.plan.sides[side].csv);
    for (const [i, part] of parts.entries()) {
      const end = parts[i + 1]?.firstRow ?? file.rows;
      const rows: number[] = [];
      for (; place.done !== true && place.value.file === index && place.value.row < end; place = places.next())
        rows.push(place.value.row);
      if (rows.length > 0)
        yield {
          part,
          file: index,
          names: columns.map(({ sides: own }) => own[side].column),
          columns: columns.map(({ type, sides: own }) => ({ type, reading: own[side].reading })),
          rows: Float64Array.from(rows),
          out: folder.file('fetched'),
        };
    }
  }
}

function* placesIn(path: string): Generator<{ readonly file: number; readonly row: number }> {
  const reader = new PlainParquetReader(path);
  try {
    for (const group of reader.groups.keys()) {
      const [file, row] = reader.readGroup(group);
      if (file?.kind !== 'int32' || row?.kind !== 'int64')
        throw new TypeError('a list of differing rows is not as it was written');
      for (let i = 0; i < row.values.length; i++) yield { file: file.values[i]!, row: Number(row.values[i]!) };
    }
  } finally {
    reader.close();
  }
}
