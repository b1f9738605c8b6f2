import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { digestCellBytes, writeDifferingRows } from '../../engine/reconcile/fold/differing-rows.ts';
import { newPiecesFile } from '../../engine/reconcile/drill/pieces-file.ts';
import { placeRows } from '../../engine/reconcile/drill/place-rows.ts';
import { rowsOfPart } from '../../engine/reconcile/drill/placed-part.ts';
import { RunFolder } from '../../engine/reconcile/run/run-folder.ts';
import { Ledgers } from './ledger.ts';

const folder = new RunFolder(new Ledgers().fresh());
afterAll(() => folder.remove());

interface Place {
  readonly side: number;
  readonly file: number;
  readonly row: number;
}

/** Rows of a range as the merge leaves them; of it only where they stand matters here. */
const written = (range: number, rows: readonly Place[]) =>
  writeDifferingRows(folder.file('rows'), range, {
    side: Int32Array.from(rows, ({ side }) => side),
    file: Int32Array.from(rows, ({ file }) => file),
    row: BigInt64Array.from(rows, ({ row }) => BigInt(row)),
    keyDigest: new Uint8Array(rows.length * digestCellBytes),
    rowDigest: new Uint8Array(rows.length * digestCellBytes),
    status: new Int32Array(rows.length),
  });

const files = 2;
/** Far into a file, and beyond 32 bits. */
const bases = [0, 2 ** 32 - 5, 2 ** 40];
const place = fc.record({ side: fc.nat(1), file: fc.nat(files - 1), row: fc.nat(30) });
const firsts = fc
  .array(fc.integer({ min: 1, max: 30 }), { maxLength: 6 })
  .map((rest) => [0, ...rest].toSorted((a, b) => a - b)); // equal ones: a part without a row

it('Each part is given its differing rows of all ranges, ascending, each with its place in the listing', () => {
  fc.assert(
    fc.property(
      fc.array(fc.uniqueArray(place, { minLength: 1, maxLength: 25, selector: (one) => JSON.stringify(one) }), {
        minLength: 1,
        maxLength: 4,
      }),
      fc.tuple(firsts, firsts, firsts, firsts),
      fc.constantFrom(...bases),
      fc.constantFrom(0, 300, 2 ** 16),
      (drawn, given, base, room) => {
        const seen = new Set<string>();
        const ranges = drawn
          .map((rows) =>
            rows.filter((one) => {
              const name = JSON.stringify(one);
              return !seen.has(name) && seen.add(name);
            }),
          )
          .map((rows) => rows.map((one) => ({ ...one, row: one.row + base })));
        const firstRows = given.map((own) => own.map((first, i) => (i === 0 ? 0 : first + base)));
        const parts = {
          source: firstRows.slice(0, files).map((own) => Float64Array.from(own)),
          target: firstRows.slice(files).map((own) => Float64Array.from(own)),
        };
        const out = newPiecesFile(folder.file('places'), room);
        const filled = ranges.map((rows, range) => ({ rows, range })).filter(({ rows }) => rows.length > 0);
        const placed = filled.map(({ rows, range }) =>
          placeRows({ rows: written(range, rows).path, first: range * 1000, parts, out }),
        );
        const numbered = firstRows.flatMap((own, f) =>
          own.map((firstRow, i) => ({ f, firstRow, end: own[i + 1] ?? Infinity })),
        );
        numbered.forEach(({ f, firstRow, end }, number) => {
          const wanted = ranges
            .flatMap((rows, range) => rows.map((one, i) => ({ ...one, place: range * 1000 + i })))
            .filter(({ side, file, row }) => side * files + file === f && row >= firstRow && row < end)
            .toSorted((a, b) => a.row - b.row);
          const batches = placed.map(({ at }) => at);
          expect(placed.some(({ holds }) => holds[number] === 1)).toBe(wanted.length > 0);
          const read = () => rowsOfPart({ file: out, batches, parts: numbered.length, number, firstRow });
          if (wanted.some(({ row }) => row - firstRow >= 2 ** 32)) {
            expect(read).toThrow('A row is not in the part'); // no part has as many
            return;
          }
          const { rows, places } = read();
          expect([...rows]).toEqual(wanted.map(({ row }) => row));
          expect([...places]).toEqual(wanted.map((one) => one.place));
        });
      },
    ),
  );
});
