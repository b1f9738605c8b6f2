import { sides, type Side } from '../../../contract/side.ts';
import { encodeRecord } from '../../canonical/record.ts';
import { compileReading } from '../../canonical/read-value.ts';
import { compileWhere } from '../../plan/where-eval.ts';
import type { TablePlan } from '../../plan/plan.ts';
import type { RawCell } from '../../kernel/row-batch.ts';
import { findFiles } from '../../snapshot/files/find-files.ts';
import type { InputFile } from '../../snapshot/files/input-file.ts';
import type { RawRequest, RawRow } from './raw-rows.ts';

/** The same key on both sides, or a row alone where none was found. */
export interface RowPair {
  readonly key: readonly (string | null)[];
  readonly source: ReadonlyMap<string, RawCell> | null;
  readonly target: ReadonlyMap<string, RawCell> | null;
}

type Read = (request: RawRequest) => Promise<RawRow[]>;
interface Place {
  readonly file: InputFile;
  readonly row: number;
}

type Keyed = { readonly key: readonly (string | null)[] } & Partial<Record<Side, Place>>;

/** How much of each side is looked at: enough that keys meet in exports of ten million rows in any order. */
const looked = { source: 5_000, target: 100_000 } as const;
const mostPairs = 40;

/**
 * Real rows of a table, paired by canonical key: the heads of its files are looked at, evenly, so that the same exports
 * give the same rows. Where no keys meet, or there is no key, rows stand alone.
 */
export async function samplePairs(
  table: TablePlan,
  folders: Readonly<Record<Side, string>>,
  read: Read,
): Promise<RowPair[]> {
  const files = {
    source: (await findFiles(folders.source, table.sides.source.files)).files,
    target: (await findFiles(folders.target, table.sides.target.files)).files,
  };
  const keys = new Map<string, Keyed>();
  for (const side of sides) {
    const each = Math.ceil(looked[side] / files[side].length);
    for (const file of files[side]) {
      const place = (row: number, key: readonly (string | null)[], text: string): void => {
        const known = keys.get(text);
        // Of a key that occurs twice the first row is as good as any.
        if (known === undefined) keys.set(text, { key, [side]: { file, row } });
        else if (known[side] === undefined) keys.set(text, { ...known, [side]: { file, row } });
      };
      await lookAt(table, side, file, each, read, place);
    }
  }
  const all = [...keys.values()];
  const paired =
    table.key.length === 0 ? [] : all.filter(({ source, target }) => source !== undefined && target !== undefined);
  const alone = (side: Side) => all.filter((one) => one[side] !== undefined).slice(0, 5);
  const chosen =
    paired.length > 0
      ? paired.slice(0, mostPairs)
      : [
          ...alone('source').map(({ key, source }): Keyed => ({ key, source: source! })),
          ...alone('target').map(({ key, target }): Keyed => ({ key, target: target! })),
        ];
  const rows = {
    source: await wholeRows(table, 'source', chosen, read),
    target: await wholeRows(table, 'target', chosen, read),
  };
  return chosen.map(({ key }, i) => ({ key, source: rows.source[i]!, target: rows.target[i]! }));
}

/** The keys of the first rows of a file, those that the plan leaves out left out. */
async function lookAt(
  table: TablePlan,
  side: Side,
  file: InputFile,
  count: number,
  read: Read,
  place: (row: number, key: readonly (string | null)[], text: string) => void,
): Promise<void> {
  const { csv, where } = table.sides[side];
  const named =
    table.key.length === 0
      ? table.columns
      : table.key.map((name) => table.columns.find((column) => column.name === name)!);
  const readers = named.map(({ type, sides: both }) => compileReading(type, both[side].reading));
  const keep = where === null ? null : compileWhere(where, where.columns);
  const columns = [...new Set([...named.map(({ sides: both }) => both[side].column), ...(where?.columns ?? [])])];
  for (const { row, cells } of await read({ file, csv, columns, from: 0, count })) {
    if (keep !== null && keep(where!.columns.map((name) => textOf(cells.get(name) ?? null))) !== true) continue;
    const key = named.map(({ sides: both }, i) => {
      const cell = cells.get(both[side].column) ?? null;
      return cell !== null && typeof cell === 'object' ? undefined : readers[i]!.read(cell);
    });
    if (key.includes(undefined)) continue;
    const formed = key as (string | null)[];
    place(
      row,
      formed,
      encodeRecord(
        named.map(({ type }) => type),
        formed,
      ),
    );
  }
}

const textOf = (cell: RawCell): string | null => (cell !== null && typeof cell === 'object' ? cell.formless : cell);

/** The rows in full, every file read once and only as far as is needed. */
async function wholeRows(
  table: TablePlan,
  side: Side,
  chosen: readonly Partial<Record<Side, Place>>[],
  read: Read,
): Promise<(ReadonlyMap<string, RawCell> | null)[]> {
  const byFile = new Map<InputFile, number>();
  for (const { [side]: place } of chosen)
    if (place !== undefined) byFile.set(place.file, Math.max(place.row, byFile.get(place.file) ?? 0));
  const rows = new Map<InputFile, RawRow[]>();
  for (const [file, last] of byFile)
    rows.set(file, await read({ file, csv: table.sides[side].csv, columns: null, from: 0, count: last + 1 }));
  return chosen.map(({ [side]: place }) => (place === undefined ? null : rows.get(place.file)![place.row]!.cells));
}
