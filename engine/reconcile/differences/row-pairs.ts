import type { Difference } from '../../evidence/differences/difference.ts';
import { rowStatus } from '../fold/merge-bucket.ts';
import { withinTolerance } from './tolerance.ts';
import type { DrilledRow } from './drilled-rows.ts';
import { keyOf, type ListedTable, type Tally } from './listed-table.ts';

/** Makes differences of drilled rows as they come in the order of the listing. */
export class RowPairs {
  readonly #table: ListedTable;
  readonly #tally: Tally;
  readonly #write: (difference: Difference) => void;
  #waiting: DrilledRow | null = null;

  constructor(table: ListedTable, tally: Tally, write: (difference: Difference) => void) {
    this.#table = table;
    this.#tally = tally;
    this.#write = write;
  }

  add(row: DrilledRow): void {
    if (row.status === rowStatus.matched) return;
    const waiting = this.#waiting;
    if (waiting !== null && row.status === rowStatus.pair && row.keyDigest === waiting.keyDigest) {
      this.#waiting = null;
      this.#write(pairLine(this.#table, waiting, row, this.#tally));
      return;
    }
    this.end();
    if (row.status === rowStatus.pair) this.#waiting = row;
    else this.#write(loneLine(this.#table, row));
  }

  /** No row follows that the last could be a pair with. */
  end(): void {
    // Half a pair: the other half was lost on DuckDB's path. Agreement 3 has said so; what is left is still listed.
    if (this.#waiting !== null) this.#write(loneLine(this.#table, this.#waiting));
    this.#waiting = null;
  }
}

function loneLine(table: ListedTable, row: DrilledRow): Difference {
  const kind = row.status === rowStatus.left ? 'duplicate' : row.side === 'source' ? 'source_only' : 'target_only';
  return { ...head(table, row), kind, columns: [], ...placed(row) };
}

function pairLine(table: ListedTable, source: DrilledRow, target: DrilledRow, tally: Tally): Difference {
  const names: string[] = [];
  const line = head(table, source);
  let outside = false;
  for (const [c, { name, type, tolerance }] of table.columns.entries()) {
    const [a, b] = [source.cells[c]!, target.cells[c]!];
    if (a === b) continue;
    names.push(name);
    const column = tally.columns[c]!;
    const by = withinTolerance(tolerance === null ? null : { type, tolerance }, a, b);
    if (by === null) {
      outside = true;
      column.changed++;
      column.example ??= { key: line.key, source: a, target: b };
    } else {
      column.withinTolerance++;
      column.toleranceSum += by;
    }
  }
  if (outside) tally.changed++;
  else tally.withinTolerance++;
  const kind = outside ? 'changed' : 'within_tolerance';
  return { ...line, kind, columns: names, source: source.place, target: target.place };
}

const head = (table: ListedTable, row: DrilledRow) => ({
  table: table.name,
  key: keyOf(table).map((c) => row.cells[c]!),
  keyDigest: row.keyDigest,
});

const placed = ({ side, place }: DrilledRow) => ({
  source: side === 'source' ? place : null,
  target: side === 'target' ? place : null,
});
