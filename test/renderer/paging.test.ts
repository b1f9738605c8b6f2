import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  furthest,
  isScaled,
  moved,
  pageSize,
  pagesFor,
  placeAt,
  placeShowing,
  rowAfter,
  scrollTopAt,
  sightAt,
  tallest,
  trackHeight,
  type Track,
} from '../../renderer/views/findings/paging.ts';

const track = fc.record({
  rows: fc.oneof(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 0, max: 2_000_000_000 })),
  rowHeight: fc.integer({ min: 16, max: 64 }),
  viewport: fc.integer({ min: 0, max: 3000 }),
});
const placed = track.chain((track) =>
  fc.record({ track: fc.constant(track), place: fc.double({ min: 0, max: furthest(track), noNaN: true }) }),
);

describe('A listing in a window', () => {
  it('never asks for an element taller than a browser can make', () => {
    fc.assert(fc.property(track, (track) => trackHeight(track) <= tallest));
    expect(isScaled({ rows: 1_000_000, rowHeight: 26, viewport: 500 })).toBe(true);
    expect(isScaled({ rows: 10_000, rowHeight: 26, viewport: 500 })).toBe(false);
  });

  it('shows its first row at the top of the scroll bar and its last at the bottom', () => {
    fc.assert(
      fc.property(track, (track) => {
        expect(placeAt(track, 0)).toBe(0);
        expect(placeAt(track, trackHeight(track))).toBe(furthest(track));
        const { first, count } = sightAt(track, furthest(track));
        if (track.rows > 0 && track.viewport > 0) expect(first + count).toBe(track.rows);
      }),
    );
  });

  it('stands where the scroll bar says, and the scroll bar where it stands', () => {
    fc.assert(
      fc.property(placed, ({ track, place }) => {
        expect(placeAt(track, scrollTopAt(track, place))).toBeCloseTo(place, 3);
      }),
    );
  });

  it('fills the window with rows that are there, whole or in part', () => {
    fc.assert(
      fc.property(placed, ({ track, place }) => {
        const { first, count, above } = sightAt(track, place);
        expect(first).toBeGreaterThanOrEqual(0);
        expect(first + count).toBeLessThanOrEqual(track.rows);
        if (track.rows === 0) return;
        expect(first * track.rowHeight + above).toBeCloseTo(place, 3);
        const filled =
          (first + count) * track.rowHeight >= Math.min(place + track.viewport, track.rows * track.rowHeight) - 0.001;
        expect(filled).toBe(true);
      }),
    );
  });

  it('brings a row wholly into sight, and moves no more than it must', () => {
    fc.assert(
      fc.property(placed, fc.nat(), ({ track, place }, any) => {
        fc.pre(track.rows > 0 && track.viewport >= track.rowHeight);
        const row = any % track.rows;
        const next = placeShowing(track, place, row);
        const top = row * track.rowHeight;
        expect(next).toBeLessThanOrEqual(top);
        expect(next + track.viewport).toBeGreaterThanOrEqual(top + track.rowHeight);
        if (top >= place && top + track.rowHeight <= place + track.viewport) expect(next).toBe(place);
      }),
    );
  });

  it('asks for the pages of every row in sight first, then for those beside them', () => {
    fc.assert(
      fc.property(placed, ({ track, place }) => {
        const sight = sightAt(track, place);
        const { seen, beside } = pagesFor(sight, track.rows);
        const pages = [...seen, ...beside];
        for (let row = sight.first; row < sight.first + sight.count; row++)
          expect(seen).toContain(Math.floor(row / pageSize));
        expect(new Set(pages).size).toBe(pages.length);
        for (const page of pages) expect(page * pageSize).toBeLessThan(Math.max(1, track.rows));
      }),
    );
    expect(pagesFor({ first: 390, count: 20, above: 0 }, 1_000_000)).toEqual({ seen: [3, 4], beside: [5, 2] });
    expect(pagesFor({ first: 0, count: 0, above: 0 }, 0)).toEqual({ seen: [], beside: [] });
  });

  it('is walked by rows, by windows, and to its ends', () => {
    const million: Track = { rows: 1_000_000, rowHeight: 26, viewport: 260 };
    expect(rowAfter('ArrowDown', 0, million)).toBe(1);
    expect(rowAfter('ArrowUp', 0, million)).toBe(0);
    expect(rowAfter('PageDown', 0, million)).toBe(9);
    expect(rowAfter('End', 0, million)).toBe(999_999);
    expect(rowAfter('PageDown', 999_998, million)).toBe(999_999);
    expect(rowAfter('Home', 5, million)).toBe(0);
    expect(rowAfter('a', 5, million)).toBeNull();
    expect(rowAfter('constructor', 5, million)).toBeNull();
    expect(rowAfter('End', 0, { ...million, rows: 0 })).toBeNull();
  });

  it('turns a wheel by the rows it turned, however many there are', () => {
    const million: Track = { rows: 1_000_000, rowHeight: 26, viewport: 260 };
    expect(moved(million, 13_000_000, 100)).toBe(13_000_100);
    expect(moved(million, 0, -100)).toBe(0);
    expect(moved(million, 26_000_000, 100)).toBe(furthest(million));
  });
});
