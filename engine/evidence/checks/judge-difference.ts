import { sides, type Side } from '../../../contract/side.ts';
import { encodeRecord, parseRecord } from '../../canonical/record.ts';
import type { Hash } from '../../tree/hashes.ts';
import type { Difference, DifferenceSide } from '../differences/difference.ts';
import type { Found } from './differing-keys.ts';
import { demand } from './judge.ts';
import type { TableShape } from './table-shape.ts';
import { toleratedUnits } from './tolerance.ts';

export type Cells = readonly (string | null)[];

/** A difference that the listings bear out, with its rows as cells. */
export interface JudgedDifference {
  readonly keyDigest: string;
  readonly source: Cells | null;
  readonly target: Cells | null;
  /** By column, of a pair: null where the cells are equal, the units apart within tolerance, or `outside`. */
  readonly apart: readonly (bigint | 'outside' | null)[];
}

/**
 * Judges a line against what the listings say stands in its place: digests of records and keys, the kind and the
 * columns as they follow from the records and the tolerances, the place in an export that the report names.
 */
export function judgeDifference(
  table: TableShape,
  line: Difference,
  found: Exclude<Found, { kind: 'matched' | 'duplicates_matched' }>,
  hash: Hash,
  where: string,
): JudgedDifference {
  const entries = found.kind === 'pair' ? found : { source: null, target: null, [found.side]: found.entry };
  const first = found.kind === 'pair' ? found.source : found.entry;
  const keyDigest = hex(first.subarray(0, 32));
  demand(
    line.table === table.name && line.keyDigest === keyDigest,
    `The listings have a difference of table ${table.name} with the key digest ${keyDigest} here, and the line is another`,
    where,
  );
  const rows: Record<Side, Cells | null> = { source: null, target: null };
  for (const side of sides) {
    const entry = entries[side];
    demand((line[side] === null) === (entry === null), `The ${side} is not what the listings say`, where);
    if (entry !== null) rows[side] = judgeRow(table, line, side, hex(entry.subarray(32)), hash, where);
  }
  demand(
    digestOf(hash, keyRecord(table, line.key!)) === keyDigest,
    'The key record does not have the key digest',
    where,
  );
  const apart = table.types.map((type, c) => cellsApart(type, table.tolerances[c]!, rows.source, rows.target, c));
  const columns = table.report.columns.filter((_, c) => apart[c] !== null).map(({ name }) => name);
  demand(JSON.stringify(line.columns) === JSON.stringify(columns), 'The columns are not those that differ', where);
  demand(
    line.column === undefined && line.text === undefined,
    'Only an unrepresentable value has a column and a text',
    where,
  );
  demand(
    line.kind === kindOf(found, apart),
    `The kind is not ${kindOf(found, apart)}, which the listings and the records make it`,
    where,
  );
  return { keyDigest, ...rows, apart };
}

const hex = (digest: Uint8Array): string => Buffer.from(digest).toString('hex');

function kindOf(found: Found, apart: JudgedDifference['apart']): Difference['kind'] {
  if (found.kind === 'left') return 'duplicate';
  if (found.kind === 'only') return found.side === 'source' ? 'source_only' : 'target_only';
  return apart.includes('outside') ? 'changed' : 'within_tolerance';
}

function cellsApart(
  type: TableShape['types'][number],
  tolerance: string | null,
  source: Cells | null,
  target: Cells | null,
  c: number,
) {
  if (source === null || target === null || source[c] === target[c]) return null;
  return toleratedUnits(type, tolerance, source[c] ?? null, target[c] ?? null) ?? 'outside';
}

function judgeRow(table: TableShape, line: Difference, side: Side, digest: string, hash: Hash, where: string): Cells {
  const { record, digest: said } = line[side]!;
  demand(said === digest, `The ${side}'s digest is not the one in its listing`, where);
  const cells = record === null ? undefined : parseRecord(table.types, record);
  demand(record !== null && cells !== undefined, `The ${side}'s record is not a record of the table`, where);
  demand(digestOf(hash, record) === digest, `The ${side}'s record does not have its digest`, where);
  const key = table.key.map((c) => cells[c] ?? null);
  demand(JSON.stringify(line.key) === JSON.stringify(key), `The key is not the ${side}'s`, where);
  judgePlace(table, side, line[side]!, where);
  return cells;
}

/** Of a key that is known to be each row's. */
const keyRecord = ({ key, types }: TableShape, cells: Cells): string =>
  encodeRecord(
    key.map((c) => types[c]!),
    cells,
  );

const digestOf = (hash: Hash, text: string): string => hex(hash.digestShort(Buffer.from(text, 'utf8')));

/** The row lies in a file of the side that report.json names, and not behind its end. */
export function judgePlace(table: TableShape, side: Side, { file, row }: DifferenceSide, where: string): void {
  const rows = table.files[side].get(file);
  demand(rows !== undefined, `The ${side} has no such file in report.json`, where);
  demand(BigInt(row) <= rows, `The file has no row ${row}`, where);
}
