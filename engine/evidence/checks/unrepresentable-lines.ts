import { sides, type Side } from '../../../contract/side.ts';
import { compareUtf8 } from '../../canonical/compare-utf8.ts';
import type { Difference } from '../differences/difference.ts';
import { demand } from './judge.ts';
import { judgePlace } from './judge-difference.ts';
import type { TableShape } from './table-shape.ts';

/** A value's place: the source before the target, then file, row and column. */
interface Place {
  readonly side: Side;
  readonly file: string;
  readonly row: bigint;
  readonly column: number;
}

/** Counts the rows of one table that its `unrepresentable` lines name; a row may have several values without form. */
export class UnrepresentableLines {
  readonly rows: Record<Side, bigint> = { source: 0n, target: 0n };
  readonly #table: TableShape;
  #last: Place | null = null;

  constructor(table: TableShape) {
    this.#table = table;
  }

  add(line: Difference, where: string): void {
    const side = line.source === null ? 'target' : 'source';
    const at = line[side];
    demand(at !== null && (line.source === null || line.target === null), 'The value lies on one side', where);
    const bare = line.key === null && line.keyDigest === null && line.columns === null;
    demand(
      bare && at.record === null && at.digest === null,
      'A row without a form has no record, key and digest',
      where,
    );
    const column = this.#table.report.columns.findIndex(({ name }) => name === line.column);
    demand(column >= 0 && line.text !== undefined, 'The line names no column of the table and its text', where);
    judgePlace(this.#table, side, at, where);
    const place = { side, file: at.file, row: BigInt(at.row), column } as const;
    const last = this.#last;
    demand(last === null || comparePlaces(last, place) < 0, 'The lines are not in their order', where);
    if (last?.side !== side || last.file !== place.file || last.row !== place.row) this.rows[side]++;
    this.#last = place;
  }
}

function comparePlaces(a: Place, b: Place): number {
  const bySide = sides.indexOf(a.side) - sides.indexOf(b.side);
  if (bySide !== 0) return bySide;
  const byFile = compareUtf8(a.file, b.file);
  if (byFile !== 0) return byFile;
  return a.row === b.row ? a.column - b.column : a.row < b.row ? -1 : 1;
}
