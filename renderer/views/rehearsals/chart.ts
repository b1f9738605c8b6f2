import { scaleBand, scaleLinear } from 'd3-scale';
import type { Stand } from './scopes.ts';

export type PartName = 'first' | 'persisting' | 'back' | 'new' | 'gone';

export interface Part {
  readonly name: PartName;
  readonly count: string;
  readonly y: number;
  readonly height: number;
}

export interface Column {
  readonly stand: Stand;
  readonly x: number;
  readonly width: number;
  readonly parts: readonly Part[];
  /** Where what is there ends, from the top. */
  readonly top: number;
}

export interface Chart {
  readonly columns: readonly Column[];
  readonly zero: number;
  /** Whole numbers alone: there is no half of a difference. */
  readonly ticks: readonly { readonly count: string; readonly y: number }[];
}

const widest = 72;
const axis = 44;
const above = 18;

/**
 * What is there stands above the line, what is gone hangs below it, each a column a run. Any count that is not nothing
 * is at least a pixel high: one difference among a million is what one looks for.
 */
export function chartOf(stands: readonly Stand[], width: number, height: number): Chart {
  const up = stands.map(({ all }) => Number(all));
  const down = stands.map(({ moved }) => Number(moved?.gone ?? '0'));
  const x = scaleBand<number>()
    .domain(stands.keys())
    .range([axis, Math.max(axis + 1, width)])
    .paddingInner(0.35)
    .paddingOuter(0.2);
  const y = scaleLinear([-Math.max(0, ...down), Math.max(1, ...up)], [height, above]);
  const zero = y(0);
  const tall = (count: string): number => (count === '0' ? 0 : Math.max(1, zero - y(Number(count))));
  const columns = stands.map((stand, i): Column => {
    const narrow = Math.min(widest, x.bandwidth());
    const box = { x: x(i)! + (x.bandwidth() - narrow) / 2, width: narrow };
    const { moved } = stand;
    const stack: [PartName, string][] =
      moved === null
        ? [['first', stand.all]]
        : [
            ['persisting', moved.persisting],
            ['back', moved.back],
            ['new', moved.new],
          ];
    let top = zero;
    const parts = stack.map(([name, count]): Part => {
      const high = tall(count);
      top -= high;
      return { name, count, y: top, height: high };
    });
    const gone = moved?.gone ?? '0';
    const hanging: Part = { name: 'gone', count: gone, y: zero, height: tall(gone) };
    return { ...box, stand, parts: [...parts, hanging].filter((part) => part.height > 0), top };
  });
  const ticks = y
    .ticks(4)
    .filter(Number.isInteger)
    .map((tick) => ({ count: String(Math.abs(tick)), y: y(tick) }));
  return { columns, zero, ticks };
}
