import { parseRecord } from '../../canonical/record.ts';
import { parseType } from '../../canonical/type-name.ts';
import { csvLine } from '../differences/difference-csv.ts';
import type { Spot } from '../../../contract/spot.ts';

/**
 * The sample as a sheet to be filled in by hand: where each row stands, its canonical values, and two empty columns. It is
 * a view; what is drawn again is the sample itself. `escaped` counts the cells that a spreadsheet would have run.
 */
export function spotSheet(spot: Spot): { readonly text: string; readonly escaped: number } {
  const types = spot.columns.map(({ type }) => parseType(type)!);
  const head = ['number', 'file', 'row', ...spot.columns.map(({ name }) => name), 'result', 'note'];
  const lines = [
    head,
    ...spot.rows.map(({ file, row, record }, i) => [
      String(i + 1),
      file,
      row,
      ...(parseRecord(types, record) ?? []),
      null,
      null,
    ]),
  ].map(csvLine);
  return { text: lines.map(({ line }) => line).join(''), escaped: lines.reduce((sum, one) => sum + one.escaped, 0) };
}
