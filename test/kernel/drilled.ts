import fc from 'fast-check';
import { encodeRecord } from '../../engine/canonical/record.ts';
import type { CanonicalType } from '../../engine/canonical/types.ts';
import type { ListedTable } from '../../engine/reconcile/differences/listed-table.ts';
import { rowStatus } from '../../engine/reconcile/fold/merge-bucket.ts';
import { TextColumnBuilder, type PlainColumn } from '../../engine/snapshot/parquet/plain-column.ts';
import { PlainParquetWriter } from '../../engine/snapshot/parquet/plain-parquet-writer.ts';
import type { Hash } from '../../engine/tree/hashes.ts';

type Cell = string | null;

export interface Row {
  readonly side: 0 | 1;
  readonly file: number;
  readonly row: bigint;
  readonly keyDigest: Uint8Array;
  readonly rowDigest: Uint8Array;
  readonly status: number;
  readonly cells: readonly Cell[];
}

export const nasty = [
  ...['', '"', '""', '\\', '\\"', '\n', '\r\n', '\t', '\b\f', '\0', '\u0001\u001f', '\u007f', '\u2028\u2029'],
  ...['=1+1', '+1', '-1', '@x', '\tx', '\rx', "'", ',', '💶', 'é', '\uff5e', '\ufeff', 'null', '[]', '</script>'],
  ...['x'.repeat(15), 'x'.repeat(16), `${'x'.repeat(15)}"`, `${'x'.repeat(16)}\\`, '"'.repeat(40), '\u0007'.repeat(33)],
];
const text = fc.oneof(
  fc.constantFrom(...nasty),
  fc.string({ unit: fc.constantFrom(...nasty, 'a', 'bc'), maxLength: 6 }),
  fc.string({ unit: 'binary', maxLength: 40 }),
);
const number = fc.oneof(fc.constantFrom('0', '-1', '10', '11', '12', '9'.repeat(30)), fc.integer().map(String));
const cells: readonly (readonly [CanonicalType, fc.Arbitrary<string>])[] = [
  [{ kind: 'text' }, text],
  [{ kind: 'text' }, text],
  [{ kind: 'int' }, number],
  [
    { kind: 'decimal', scale: 2 },
    fc.integer({ min: -300, max: 300 }).map((cents) => (cents / 100).toFixed(2).replace(/^-(0.00)$/, '$1')),
  ],
  [{ kind: 'bool' }, fc.constantFrom('true', 'false')],
  [{ kind: 'date' }, fc.constantFrom('2024-02-29', '0001-01-01')],
  [{ kind: 'timestamp', precision: 6 }, fc.constantFrom('2024-01-01T00:00:00.000000Z', '2024-01-01T00:00:00.000001Z')],
  [{ kind: 'datetime', precision: 0 }, fc.constantFrom('2024-01-01T00:00:00', '2024-01-01T00:00:01')],
  [{ kind: 'uuid' }, fc.constantFrom('6fa459ea-ee8a-3ca4-894e-db77e160355e', '6fa459ea-ee8a-3ca4-894e-db77e160355f')],
  [{ kind: 'bytes' }, fc.constantFrom('0x', '0xdead')],
  [{ kind: 'float' }, fc.constantFrom('3ff0000000000000', '8000000000000000')],
];

/** A table and the cells of one of its columns. */
const tables: fc.Arbitrary<{ readonly table: ListedTable; readonly cell: readonly fc.Arbitrary<Cell>[] }> = fc
  .record({
    name: text,
    columns: fc.array(
      fc.tuple(text, fc.constantFrom(...cells), fc.constantFrom(null, null, '0', '0.01', '1.5', '1000000')),
      { minLength: 1, maxLength: 6 },
    ),
    wide: fc.constantFrom(0, 0, 0, 0, 30, 62),
    key: fc.array(fc.nat(5), { maxLength: 3 }),
    files: fc.record({
      source: fc.array(text, { minLength: 3, maxLength: 3 }),
      target: fc.array(text, { minLength: 3, maxLength: 3 }),
    }),
  })
  .map(({ name, columns, wide, key, files }) => {
    // More columns than a word of bits has.
    const all = Array.from({ length: columns.length + wide }, (_, c) => columns[c % columns.length]!);
    const keyed = [...new Set(key.map((c) => c % all.length))];
    return {
      table: {
        name,
        files,
        key: keyed,
        columns: all.map(([column, [type], tolerance], c) => ({
          name: `${column}${c}`,
          type,
          tolerance: (type.kind === 'int' || type.kind === 'decimal') && !keyed.includes(c) ? tolerance : null,
        })),
      },
      cell: all.map(([, [, cell]]) => fc.option(cell, { freq: 6 })),
    };
  });

const { pair, only, left, matched } = rowStatus;
/** Rows of a key as a side and a status each; those that no run should give, too: half pairs, and more than a pair. */
const shapes: readonly (readonly (readonly [0 | 1, number])[])[] = [
  ...Array.from(
    { length: 6 },
    () =>
      [
        [0, pair],
        [1, pair],
      ] as const,
  ),
  ...([[[0, only]], [[1, only]], [[0, pair]], [[1, pair]]] as const),
  [
    [0, pair],
    [0, pair],
    [1, pair],
  ],
  [
    [0, pair],
    [0, pair],
    [0, pair],
    [1, pair],
    [1, pair],
  ],
  [
    [0, left],
    [1, left],
    [1, left],
    [0, matched],
    [1, matched],
  ],
];

interface Key {
  readonly shape: (typeof shapes)[number];
  readonly key: readonly Cell[];
  /** Other cells of a row; where none is drawn, those of the key's first. */
  readonly rows: readonly (readonly Cell[])[];
  readonly alike: number;
  readonly wrong: boolean;
  readonly place: number;
}

/** A table and its drilled rows in the order of the listing, digests by `hash`. */
export const drilledTables = (
  hash: Hash,
): fc.Arbitrary<{ readonly table: ListedTable; readonly rows: readonly Row[] }> =>
  tables.chain(({ table, cell }) => {
    const row = fc.tuple(...cell);
    const key: fc.Arbitrary<Key> = fc.record({
      shape: fc.constantFrom(...shapes),
      key: row,
      rows: fc.array(row, { minLength: 5, maxLength: 5 }),
      alike: fc.nat(3),
      wrong: fc.nat(20).map((n) => n === 0),
      place: fc.nat(),
    });
    return fc.array(key, { maxLength: 14 }).map((keys) => ({ table, rows: rowsOf(table, keys, hash) }));
  });

function rowsOf({ columns, key }: ListedTable, keys: readonly Key[], hash: Hash): Row[] {
  const digest = (wanted: readonly number[], of: readonly Cell[]): Buffer => {
    const record = encodeRecord(
      wanted.map((c) => columns[c]!.type),
      wanted.map((c) => of[c]!),
    );
    return Buffer.from(hash.digestShort(Buffer.from(record)));
  };
  const all = columns.map((_, c) => c);
  const rows = keys.flatMap(({ shape, key: keyRow, rows: others, alike, wrong, place }) =>
    shape.map(([side, status], i): Row => {
      const of = all.map((c) => (key.includes(c) || (c + i) % 4 < alike || i === 0 ? keyRow[c]! : others[i]![c]!));
      const rowDigest = digest(all, of);
      if (wrong) rowDigest[31]! ^= 1;
      return {
        ...{ side, status, cells: of, rowDigest },
        keyDigest: key.length === 0 ? digest(all, keyRow) : digest(key, of),
        file: (place + i) % 3,
        row: BigInt(place) * 2n ** BigInt((place % 3) * 4) + BigInt(i),
      };
    }),
  );
  return rows.sort(
    (a, b) =>
      Buffer.compare(a.keyDigest, b.keyDigest) ||
      a.status - b.status ||
      a.side - b.side ||
      Buffer.compare(a.rowDigest, b.rowDigest),
  );
}

/** Writes rows as the drill does, in row groups that end after each of `cuts` rows. */
export function writeDrilled(path: string, width: number, rows: readonly Row[], cuts: readonly number[]): void {
  const writer = new PlainParquetWriter(path, [
    { name: 'side', kind: 'int32' },
    { name: 'f', kind: 'int32' },
    { name: 'r', kind: 'int64' },
    { name: 'kd', kind: 'text', blob: true },
    { name: 'rd', kind: 'text', blob: true },
    { name: 'st', kind: 'int32' },
    ...Array.from({ length: width }, (_, c) => ({ name: `c${c}`, kind: 'text' as const })),
  ]);
  const ends = [...new Set([...cuts.filter((cut) => cut < rows.length), rows.length])].sort((a, b) => a - b);
  for (const [i, end] of ends.entries()) {
    const group = rows.slice(ends[i - 1] ?? 0, end);
    const valid = new Uint8Array(group.length).fill(1);
    const ints = (of: (row: Row) => number): PlainColumn => ({
      kind: 'int32',
      values: Int32Array.from(group, of),
      valid,
    });
    const texts = (of: (row: Row) => Uint8Array | null): PlainColumn => {
      const column = new TextColumnBuilder();
      for (const row of group) {
        const bytes = of(row);
        if (bytes === null) column.appendNull();
        else column.append(bytes, 0, bytes.length);
      }
      return column.finish();
    };
    writer.writeGroup(
      [
        ints(({ side }) => side),
        ints(({ file }) => file),
        { kind: 'int64', values: BigInt64Array.from(group, ({ row }) => row), valid },
        texts(({ keyDigest }) => keyDigest),
        texts(({ rowDigest }) => rowDigest),
        ints(({ status }) => status),
        ...Array.from({ length: width }, (_, c) =>
          texts(({ cells: of }) => (of[c] === null ? null : Buffer.from(of[c]!))),
        ),
      ],
      group.length,
    );
  }
  writer.close();
}
