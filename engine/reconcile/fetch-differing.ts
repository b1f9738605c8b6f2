import { sides, type Side } from '../../contract/side.ts';
import { literal, type Database } from '../snapshot/database.ts';
import { plainParquetOptions } from '../snapshot/plain-parquet-options.ts';
import { PlainParquetReader } from '../snapshot/plain-parquet-reader.ts';
import { partsOf } from './direct-batches.ts';
import type { FetchRequest } from './fetch-rows.ts';
import type { HashPool } from './hash-pool.ts';
import { inTurns } from './in-turns.ts';
import { ListingGroups } from './listing-groups.ts';
import { newPiecesFile, type PiecesFile } from './pieces-file.ts';
import type { RunFolder } from './run-folder.ts';
import type { StagedTable } from './run-stages.ts';
import { settle } from './settle.ts';

/**
 * Has workers read those parts of the exports again that hold rows of differing keys, and lay these in the order of the
 * listing: files of drilled rows, end to end. `floats` are the columns that DuckDB needs the doubles of.
 */
export async function fetchDiffering(
  table: StagedTable,
  floats: readonly number[],
  database: Database,
  pool: HashPool,
  folder: RunFolder,
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
  const out = newPiecesFile(folder.file('pieces'));
  const parts = requests(table, places, groups, out);
  const batches = (await inTurns(parts, 2 * pool.size, (request) => pool.run('fetch', request))).flat();
  const gathered = found.map(({ path, range }) =>
    pool.run('gather', {
      rows: path,
      pieces: out.path,
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

/** Sides, files and positions of the rows of differing keys, in the order in which the exports hold them. */
async function writePlaces({ connection }: Database, rows: readonly string[], path: string): Promise<void> {
  await connection.run(
    `COPY (SELECT side, f, r, o FROM read_parquet([${rows.map(literal).join(', ')}]) ORDER BY side, f, r) TO ${literal(path)} (${plainParquetOptions})`,
  );
}

interface Place {
  readonly side: number;
  readonly file: number;
  readonly row: number;
  readonly order: number;
}

/** For each part that holds such rows, their fetching: made as they are asked for, since all rows may differ. */
function* requests(table: StagedTable, path: string, groups: ListingGroups, out: PiecesFile): Generator<FetchRequest> {
  const { columns } = table.plan;
  const places = placesIn(path);
  let place = places.next();
  for (const [number, side] of sides.entries())
    for (const [index, file] of table.sides[side].files.entries()) {
      const isHere = (at: IteratorResult<Place>): at is IteratorYieldResult<Place> =>
        at.done !== true && at.value.side === number && at.value.file === index;
      if (!isHere(place)) continue;
      const parts = partsOf(file, table.plan.sides[side].csv);
      for (const [i, part] of parts.entries()) {
        const end = parts[i + 1]?.firstRow ?? file.rows;
        const rows: number[] = [];
        const wanted: number[] = [];
        for (; isHere(place) && place.value.row < end; place = places.next()) {
          rows.push(place.value.row);
          wanted.push(groups.placeOf(place.value.order));
        }
        if (rows.length > 0)
          yield {
            part,
            ...readAs(columns, side),
            rows: Float64Array.from(rows),
            places: Float64Array.from(wanted),
            groups: { size: groups.size, count: groups.count },
            out,
          };
      }
    }
}

const readAs = (columns: StagedTable['plan']['columns'], side: Side): Pick<FetchRequest, 'names' | 'columns'> => ({
  names: columns.map(({ sides: own }) => own[side].column),
  columns: columns.map(({ type, sides: own }) => ({ type, reading: own[side].reading })),
});

function* placesIn(path: string): Generator<Place> {
  const reader = new PlainParquetReader(path);
  try {
    for (const group of reader.groups.keys()) {
      const [side, file, row, order] = reader.readGroup(group);
      if (side?.kind !== 'int32' || file?.kind !== 'int32' || row?.kind !== 'int64' || order?.kind !== 'int64')
        throw new TypeError('a list of differing rows is not as it was written');
      const [rowAt, orderAt] = [numbersOf(row.values), numbersOf(order.values)];
      for (let i = 0; i < side.values.length; i++)
        yield { side: side.values[i]!, file: file.values[i]!, row: rowAt(i), order: orderAt(i) };
    }
  } finally {
    reader.close();
  }
}

/** Numbers below 2^53 out of 64-bit ones, without a bigint each. */
function numbersOf({ buffer, byteOffset, length }: BigInt64Array): (i: number) => number {
  const words = new Uint32Array(buffer, byteOffset, length * 2);
  return (i) => words[2 * i]! + words[2 * i + 1]! * 2 ** 32;
}
