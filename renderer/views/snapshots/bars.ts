import { scaleBand, scaleLinear } from 'd3-scale';

export interface Bin {
  readonly from: string;
  readonly to: string;
  readonly rows: string;
}

export interface Bar {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly bin: Bin;
}

/** Bars of a histogram in a box of the given size; a bin with any rows is at least one unit high, since a rare value matters. */
export function bars(bins: readonly Bin[], width: number, height: number): Bar[] {
  const counts = bins.map((bin) => Number(bin.rows));
  const x = scaleBand<number>()
    .domain(bins.keys())
    .range([0, width])
    .paddingInner(bins.length > 1 ? 0.12 : 0);
  const y = scaleLinear([0, Math.max(...counts, 1)], [0, height]);
  return bins.map((bin, i) => {
    const tall = counts[i] === 0 ? 0 : Math.max(1, y(counts[i]!));
    return { x: x(i)!, y: height - tall, width: x.bandwidth(), height: tall, bin };
  });
}
