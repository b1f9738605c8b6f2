import { sides, type Side } from '../../contract/side.ts';
import { literal, type Lane } from '../snapshot/database.ts';
import { plainParquetOptions } from '../snapshot/plain-parquet-options.ts';
import { partsOf } from './direct-batches.ts';
import type { FetchRequest } from './fetch-rows.ts';
import type { HashPool } from './hash-pool.ts';
import { inTurns } from './in-turns.ts';
import { ListingGroups } from './listing-groups.ts';
import { newPiecesFile, type PiecesFile } from './pieces-file.ts';
import { PlacesReader } from './places-reader.ts';
import type { RunFolder } from './run-folder.ts';
import type { StagedTable } from './run-stages.ts';
import { settle } from './settle.ts';

/**
 * Has workers read those parts of the exports again that hold rows of differing keys, and lay these in the order of the
 * listing: files of drilled rows, end to end. `floats` are the columns that DuckDB needs the doubles of; rows on their
 * way take `share` bytes of memory at most, and beyond it the disk.
 */
export async function fetchDiffering(
  table: StagedTable,
  floats: readonly number[],
  database: Lane,
  pool: HashPool,
  folder: RunFolder,
  share: number,
): Promise<readonly string[]> {
  const { rows: found } = table.compared;
  if (found.length === 0) return [];
  const width = table.plan.columns.length;
  const groups = new ListingGroups(found, width);
  const places = folder.file('places');
  await writePlaces(
    database,
    found.map(({ path }) => path),
    places,
  );
  const rows = found.reduce((sum, file) => sum + file.rows, 0);
  const out = newPiecesFile(folder.file('pieces'), Math.min(share, rows * rowBytes));
  const parts = requests(table, places, groups, out);
  const batches = (await inTurns(parts, 2 * pool.size, (request) => pool.run('fetch', request))).flat();
  const gathered = found.map(({ path, range }) =>
    pool.run('gather', {
      rows: path,
      pieces: out,
      batches,
      groups: { size: groups.size, count: groups.count },
      first: groups.firstOf(range),
      width,
      floats,
      out: folder.file('drilled'),
    }),
  );
  return settle(gathered);
}

/** More than most rows take on their way: a few of them are given no more memory than that. */
const rowBytes = 4096;

/** Sides, files and positions of the rows of differing keys, in the order in which the exports hold them. */
async function writePlaces({ connection }: Lane, rows: readonly string[], path: string): Promise<void> {
  await connection.run(
    `COPY (SELECT side, f, r, o FROM read_parquet([${rows.map(literal).join(', ')}]) ORDER BY side, f, r) TO ${literal(path)} (${plainParquetOptions})`,
  );
}

/** For each part that holds such rows, their fetching: made as they are asked for, since all rows may differ. */
function* requests(table: StagedTable, path: string, groups: ListingGroups, out: PiecesFile): Generator<FetchRequest> {
  const { columns } = table.plan;
  const places = new PlacesReader(path);
  try {
    for (const [number, side] of sides.entries())
      for (const [index, file] of table.sides[side].files.entries()) {
        if (!places.isAt(number, index)) continue;
        const parts = partsOf(file, table.plan.sides[side].csv);
        for (const [i, part] of parts.entries()) {
          const { rows, orders } = places.take(number, index, parts[i + 1]?.firstRow ?? file.rows);
          if (rows.length > 0)
            yield {
              part,
              ...readAs(columns, side),
              rows,
              places: orders.map((order) => groups.placeOf(order)),
              groups: { size: groups.size, count: groups.count },
              out,
            };
        }
      }
  } finally {
    places.close();
  }
}

const readAs = (columns: StagedTable['plan']['columns'], side: Side): Pick<FetchRequest, 'names' | 'columns'> => ({
  names: columns.map(({ sides: own }) => own[side].column),
  columns: columns.map(({ type, sides: own }) => ({ type, reading: own[side].reading })),
});
