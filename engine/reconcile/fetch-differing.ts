import { sides, type BySide, type Side } from '../../contract/side.ts';
import { PlainParquetReader } from '../snapshot/plain-parquet-reader.ts';
import type { HashPool } from './hash-pool.ts';
import { partsOf } from './direct-batches.ts';
import type { RunFolder } from './run-folder.ts';
import type { StagedTable } from './run-stages.ts';
import { settle } from './settle.ts';

/** Has workers read those parts of the exports again that hold rows of differing keys; gives files of their cells. */
export async function fetchDiffering(
  table: StagedTable,
  pool: HashPool,
  folder: RunFolder,
): Promise<BySide<readonly string[]>> {
  const places = differingPlaces(table);
  const fetch = async (side: Side): Promise<readonly string[]> => {
    const { columns } = table.plan;
    const work = table.sides[side].files.flatMap((file, index) => {
      const rows = places[side][index]!.sort();
      let at = 0;
      return partsOf(file, table.plan.sides[side].csv).flatMap((part, i, parts) => {
        const end = parts[i + 1]?.firstRow ?? file.rows;
        const from = at;
        while (at < rows.length && rows[at]! < end) at++;
        if (at === from) return [];
        return [
          pool.run('fetch', {
            part,
            file: index,
            names: columns.map(({ sides: own }) => own[side].column),
            columns: columns.map(({ type, sides: own }) => ({ type, reading: own[side].reading })),
            rows: rows.slice(from, at),
            out: folder.file('fetched'),
          }),
        ];
      });
    });
    return (await settle(work)).flat();
  };
  const [source, target] = await settle(sides.map(fetch));
  return { source: source!, target: target! };
}

/** Positions of the rows of differing keys, for each file of each side, in no order. */
function differingPlaces(table: StagedTable): BySide<readonly Float64Array[]> {
  const readers = table.compared.rows.map((path) => new PlainParquetReader(path));
  const columns = readers.flatMap((reader) =>
    reader.groups.map((_, group) => {
      const [side, f, r] = reader.readGroup(group, [0, 1, 2]);
      return { side: int32(side), file: int32(f), row: int64(r) };
    }),
  );
  for (const reader of readers) reader.close();
  const of = (name: Side, number: 0 | 1): readonly Float64Array[] => {
    const counts = table.sides[name].files.map(() => 0);
    for (const { side, file } of columns)
      for (let i = 0; i < side.length; i++) if (side[i] === number) counts[file[i]!]!++;
    const places = counts.map((count) => new Float64Array(count));
    const next = counts.map(() => 0);
    for (const { side, file, row } of columns)
      for (let i = 0; i < side.length; i++)
        if (side[i] === number) places[file[i]!]![next[file[i]!]!++] = Number(row[i]!);
    return places;
  };
  return { source: of('source', 0), target: of('target', 1) };
}

type Plain = ReturnType<PlainParquetReader['readGroup']>[number];

function int32(column: Plain | undefined): Int32Array {
  if (column?.kind !== 'int32') throw new TypeError('a list of differing rows is not as it was written');
  return column.values;
}

function int64(column: Plain | undefined): BigInt64Array {
  if (column?.kind !== 'int64') throw new TypeError('a list of differing rows is not as it was written');
  return column.values;
}
