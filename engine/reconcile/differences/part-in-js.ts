import type { Side } from '../../../contract/side.ts';
import { PlainParquetReader } from '../../snapshot/parquet/plain-parquet-reader.ts';
import { loadHash, type HashName } from '../../tree/hashes.ts';
import { rawCells } from '../hash/raw-cells.ts';
import { DifferencesInJs } from './differences-in-js.ts';
import { digestJudge, drilledRows } from './drilled-rows.ts';
import { edgesOf } from './edges.ts';
import { noTally, type ListedTable } from './listed-table.ts';
import type { Keep, ListedPart } from './listed-part.ts';
import { RowPairs } from './row-pairs.ts';

/** A row group of drilled rows, row by row. */
export async function listInJs(
  table: ListedTable,
  { path, group }: { readonly path: string; readonly group: number },
  hashName: HashName,
  keep: Keep,
): Promise<ListedPart> {
  const hash = await loadHash(hashName);
  const reader = new PlainParquetReader(path);
  const columns = reader.readGroup(group);
  const { rows } = reader.groups[group]!;
  reader.close();
  const tally = noTally(table.columns.length);
  const made = new DifferencesInJs(keep);
  const pairs = new RowPairs(table, tally, (difference) => made.write(difference));
  const at = drilledRows(table, columns);
  const isAsDigested = digestJudge(table, hash);
  const { from, to } = edgesOf(rows, (row) => {
    const { status, keyDigest } = at(row);
    return { status, keyDigest };
  });
  const edge = { head: [] as ReturnType<typeof at>[], tail: [] as ReturnType<typeof at>[] };
  for (let row = 0; row < rows; row++) {
    const drilled = at(row);
    if (!isAsDigested(drilled)) tally.unlike++;
    if (row < from) edge.head.push(drilled);
    else if (row >= to) edge.tail.push(drilled);
    else pairs.add(drilled);
  }
  pairs.end();
  return { ...made.take(), tally, ...edge };
}

/** A list of values without form: a line each. */
export function listFormless(table: ListedTable, side: Side, path: string, keep: Keep): ListedPart {
  const made = new DifferencesInJs(keep);
  const reader = new PlainParquetReader(path);
  for (let group = 0; group < reader.groups.length; group++) {
    const [f, r, c, text] = reader.readGroup(group).map((column) => rawCells(column, 'text'));
    for (let row = 0; row < reader.groups[group]!.rows; row++) {
      const place = {
        record: null,
        digest: null,
        file: table.files[side][Number(f!(row))]!,
        row: String(Number(r!(row)) + 1),
      };
      made.write({
        table: table.name,
        kind: 'unrepresentable',
        key: null,
        keyDigest: null,
        columns: null,
        column: table.columns[Number(c!(row))]!.name,
        text: text!(row) as string,
        source: side === 'source' ? place : null,
        target: side === 'target' ? place : null,
      });
    }
  }
  reader.close();
  return { ...made.take(), tally: noTally(table.columns.length), head: [], tail: [] };
}
