import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bucketsOf,
  cellAt,
  columnsAt,
  furthestZoom,
  levelFor,
  panned,
  placeOf,
  rowsAt,
  showing,
  tileOf,
  tilesIn,
  whole,
  zoomed,
  type Look,
} from '../../renderer/map/levels.ts';
import { numbersOf } from '../../renderer/map/numbers-of.ts';
import { cellUnder } from '../../renderer/map/paint.ts';
import { differingCells } from '../../renderer/views/findings/differing-cells.ts';
import { seen, stateOfCell } from '../../renderer/views/run/seen.ts';

const level = fc.integer({ min: 0, max: 24 });
const cell = level.chain((level) => fc.record({ level: fc.constant(level), cell: fc.nat({ max: 2 ** level - 1 }) }));
const look: fc.Arbitrary<Look> = fc
  .record({
    zoom: fc.double({ min: 1, max: 200, noNaN: true }),
    x: fc.double({ min: 0, max: 1, noNaN: true }),
    y: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .map(({ zoom, x, y }) => panned({ zoom, x: 0, y: 0 }, x * zoom, y * zoom));

describe('The map of buckets', () => {
  it('has one place for every cell and one cell for every place', () => {
    fc.assert(
      fc.property(cell, ({ level, cell }) => {
        const { column, row } = placeOf(level, cell);
        expect(column).toBeLessThan(columnsAt(level));
        expect(row).toBeLessThan(rowsAt(level));
        expect(cellAt(level, column, row)).toBe(cell);
      }),
    );
  });

  it('keeps every cell inside its coarser one, so that looking closer moves nothing', () => {
    fc.assert(
      fc.property(cell, ({ level, cell }) => {
        fc.pre(level > 0);
        const [fine, coarse] = [placeOf(level, cell), placeOf(level - 1, Math.floor(cell / 2))];
        expect(Math.floor((fine.column * columnsAt(level - 1)) / columnsAt(level))).toBe(coarse.column);
        expect(Math.floor((fine.row * rowsAt(level - 1)) / rowsAt(level))).toBe(coarse.row);
      }),
    );
  });

  it('has every bucket in exactly one cell', () => {
    expect(bucketsOf(17, 11, 0)).toEqual({ first: 0, last: 63 });
    expect(bucketsOf(24, 24, 2 ** 24 - 1)).toEqual({ first: 2 ** 24 - 1, last: 2 ** 24 - 1 });
    fc.assert(
      fc.property(cell, ({ level, cell }) => {
        fc.pre(cell > 0);
        expect(bucketsOf(24, level, cell).first).toBe(bucketsOf(24, level, cell - 1).last + 1);
      }),
    );
  });

  it('draws as many cells as can be told apart, whatever the depth, and single buckets in the end', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 24 }), fc.integer({ min: 120, max: 600 }), (depth, pixels) => {
        const level = levelFor(depth, pixels, 1);
        expect(level).toBeLessThanOrEqual(depth);
        expect(pixels / columnsAt(level)).toBeGreaterThanOrEqual(level === 0 ? 0 : 3.5);
        expect(levelFor(depth, pixels, furthestZoom(depth, pixels))).toBe(depth);
      }),
    );
  });

  it('stays inside itself, and keeps the point under the pointer where it is', () => {
    const part = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(look, fc.double({ min: 0.1, max: 10, noNaN: true }), part, part, (look, factor, x, y) => {
        const next = zoomed(look, factor, x, y, 1000);
        expect(next.x).toBeGreaterThanOrEqual(0);
        expect(next.x + 1 / next.zoom).toBeLessThanOrEqual(1 + 1e-9);
        if (factor > 1) expect(next.x + x / next.zoom).toBeCloseTo(look.x + x / look.zoom, 6);
      }),
    );
    expect(zoomed({ x: 0.5, y: 0.5, zoom: 2 }, 0.1, 0, 0, 1000)).toEqual(whole);
  });

  it('asks for tiles that hold every cell in sight', () => {
    const part = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(level, look, part, part, (level, look, x, y) => {
        fc.pre((240 * look.zoom) / columnsAt(level) >= 3.5);
        const cell = cellUnder(level, look, { x, y });
        const tiles = tilesIn(level, look);
        const holding = tiles.filter(({ first, count }) => cell >= first && cell < first + count);
        expect(holding).toHaveLength(1);
        expect(tileOf(level, holding[0]!.first)).toBe(tileOf(level, cell));
        expect(tiles.length).toBeLessThanOrEqual(16);
      }),
    );
  });

  it('moves to a cell that is out of sight', () => {
    fc.assert(
      fc.property(cell, ({ level, cell }) => {
        const moved = showing({ x: 0, y: 0, zoom: Math.max(1, columnsAt(level) / 8) }, level, cell);
        const { column, row } = placeOf(level, cell);
        expect((column + 0.5) / columnsAt(level)).toBeGreaterThanOrEqual(moved.x);
        expect((column + 0.5) / columnsAt(level)).toBeLessThanOrEqual(moved.x + 1 / moved.zoom);
        expect((row + 0.5) / rowsAt(level)).toBeGreaterThanOrEqual(moved.y);
      }),
    );
  });

  it('reads its counts as little-endian numbers', () => {
    expect([...numbersOf(btoa('\x01\x00\x00\x00\x00\x01\x00\x00'))]).toEqual([1, 256]);
    expect(differingCells(Uint32Array.of(0, 3, 0, 1), 2, 4)).toEqual([
      { buckets: { first: 4, last: 7 }, differing: 3 },
      { buckets: { first: 12, last: 15 }, differing: 1 },
    ]);
  });

  it('fills as a run goes on, and says what was not seen', () => {
    expect([0, 1, 2].map(stateOfCell)).toEqual(['unseen', 'equal', 'differs']);
    expect(seen(Uint8Array.of(1, 1, 2, 0))).toEqual({ equal: 0.5, differing: 0.25, share: 0.75 });
  });
});
