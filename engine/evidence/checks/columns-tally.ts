import { unitsText } from '../../canonical/scaled-integer.ts';
import { demand } from './judge.ts';
import type { JudgedDifference } from './judge-difference.ts';
import type { TableShape } from './table-shape.ts';
import { scaleOf } from './tolerance.ts';

/** What the pairs of one table add up to, column by column. */
export class ColumnsTally {
  readonly #table: TableShape;
  readonly #columns: { changed: bigint; withinTolerance: bigint; units: bigint }[];
  #changed = 0n;
  #withinTolerance = 0n;

  constructor(table: TableShape) {
    this.#table = table;
    this.#columns = table.types.map(() => ({ changed: 0n, withinTolerance: 0n, units: 0n }));
  }

  add({ source, target, apart }: JudgedDifference): void {
    if (source === null || target === null) return;
    if (apart.includes('outside')) this.#changed++;
    else this.#withinTolerance++;
    for (const [c, by] of apart.entries()) {
      const column = this.#columns[c]!;
      if (by === 'outside') column.changed++;
      else if (by !== null) {
        column.withinTolerance++;
        column.units += by;
      }
    }
  }

  /** Demands that report.json counts the same. */
  compare(): void {
    const { name, report, types } = this.#table;
    const agree = (what: string, listed: bigint | string, reported: string) =>
      demand(
        String(listed) === reported,
        `differences.ndjson has ${listed} ${what} in table ${name}, and report.json says ${reported}`,
      );
    agree('changed rows', this.#changed, report.source.changed);
    agree('rows within tolerance', this.#withinTolerance, report.source.withinTolerance);
    for (const [c, column] of report.columns.entries()) {
      const { changed, withinTolerance, units } = this.#columns[c]!;
      agree(`changed values of column ${column.name}`, changed, column.changed);
      agree(`values within tolerance of column ${column.name}`, withinTolerance, column.withinTolerance);
      if (column.toleranceSum !== undefined)
        agree(
          `for the sum within tolerance of column ${column.name}`,
          unitsText(units, scaleOf(types[c]!)),
          column.toleranceSum,
        );
    }
  }
}
