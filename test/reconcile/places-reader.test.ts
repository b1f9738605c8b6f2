import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { PlacesReader } from '../../engine/reconcile/places-reader.ts';
import { RunFolder } from '../../engine/reconcile/run-folder.ts';
import { PlainParquetWriter } from '../../engine/snapshot/plain-parquet-writer.ts';
import { Ledgers } from './ledger.ts';

const folder = new RunFolder(new Ledgers().fresh());
afterAll(() => folder.remove());

type Place = readonly [side: number, file: number, row: number, order: number];

function written(places: readonly Place[], groupRows: number): string {
  const path = folder.file('places');
  const writer = new PlainParquetWriter(path, [
    { name: 'side', kind: 'int32' },
    { name: 'f', kind: 'int32' },
    { name: 'r', kind: 'int64' },
    { name: 'o', kind: 'int64' },
  ]);
  for (let from = 0; from < places.length; from += groupRows) {
    const group = places.slice(from, from + groupRows);
    const valid = new Uint8Array(group.length).fill(1);
    writer.writeGroup(
      [
        { kind: 'int32', values: Int32Array.from(group, ([side]) => side), valid },
        { kind: 'int32', values: Int32Array.from(group, ([, file]) => file), valid },
        { kind: 'int64', values: BigInt64Array.from(group, ([, , row]) => BigInt(row)), valid },
        { kind: 'int64', values: BigInt64Array.from(group, ([, , , order]) => BigInt(order)), valid },
      ],
      group.length,
    );
  }
  writer.close();
  return path;
}

const place = fc.tuple(fc.nat(1), fc.nat(2), fc.nat(30), fc.integer({ min: 0, max: 2 ** 44 }));
const ascending = ([a, b, c]: Place, [x, y, z]: Place): number => a - x || b - y || c - z;

it('Places of differing rows are taken file by file and part by part, whatever the row groups that hold them', () => {
  fc.assert(
    fc.property(
      fc.array(place, { maxLength: 60 }),
      fc.integer({ min: 1, max: 20 }),
      fc.integer({ min: 1, max: 31 }),
      (given, groupRows, partRows) => {
        const places = given.toSorted(ascending);
        const reader = new PlacesReader(written(places, groupRows));
        for (const side of [0, 1])
          for (const file of [0, 1, 2]) {
            const own = places.filter(([s, f]) => s === side && f === file);
            expect(reader.isAt(side, file)).toBe(own.length > 0);
            for (let first = 0; first <= 30; first += partRows) {
              const wanted = own.filter(([, , row]) => row >= first && row < first + partRows);
              const { rows, orders } = reader.take(side, file, first + partRows);
              expect([...rows]).toEqual(wanted.map(([, , row]) => row));
              expect([...orders]).toEqual(wanted.map(([, , , order]) => order));
            }
          }
        reader.close();
      },
    ),
  );
});
