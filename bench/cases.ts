import type { Contestant } from './contestant.ts';
import type { DataShape, Differing, Format } from './data.ts';
import { digestJoin, exceptAll, plainJoin } from './peers/duckdb.ts';
import { daff, pandas, sortComm, sqldiff } from './peers/tools.ts';
import { tallystick } from './tallystick.ts';

/** Who runs on which exports. */
export interface Entry {
  readonly contestant: Contestant;
  readonly shape: DataShape;
}

export interface Bar {
  readonly must: number;
  readonly aim: number;
}

/** The subject's seconds over the peer's, times so many runs of the peer. */
export interface Against extends Entry {
  readonly times?: number;
  readonly bar?: Bar;
}

export interface Case {
  readonly name: string;
  readonly subject: Entry;
  readonly against: readonly Against[];
  /** What the subject may take by itself. */
  readonly seconds?: Bar;
  /** What its whole tree may hold at its peak, in GiB. */
  readonly gibibytes?: Bar;
  /** Only when it is named or with --long. */
  readonly long?: true;
}

const [million, tenMillion, hundredMillion] = [1_000_000, 10_000_000, 100_000_000];

const shape = (format: Format, rows: number, columns: 7 | 30 = 7, differing: Differing = 'few'): DataShape => ({
  format,
  rows,
  columns,
  differing,
});

/** We beside others on the same exports. */
const beside = (
  name: string,
  data: DataShape,
  peers: readonly (readonly [Contestant, Bar?])[],
  subject: Contestant = tallystick(),
): Case => ({
  name,
  subject: { contestant: subject, shape: data },
  against: peers.map(([contestant, bar]) => ({ contestant, shape: data, ...(bar === undefined ? {} : { bar }) })),
});

const parquetBars = [
  [plainJoin, { must: 2.6, aim: 1.6 }],
  [digestJoin, { must: 0.8, aim: 0.4 }],
] as const;
const parquet10m = shape('parquet', tenMillion);
const tenPercent = shape('parquet', tenMillion, 7, '10%');
const in2GiB = tallystick({ memory: '2GiB' });

/** The bars are those that were set before anything was measured; a case without one is there to be seen. */
export const cases: readonly Case[] = [
  {
    name: 'small',
    subject: { contestant: tallystick(), shape: shape('csv', 10_000) },
    against: [],
    seconds: { must: 1.5, aim: 0.7 },
  },
  beside('parquet-1m', shape('parquet', million), [[plainJoin], [digestJoin]]),
  beside('parquet-10m', parquet10m, parquetBars),
  beside('parquet-10m-blake3', parquet10m, [[plainJoin, { must: 2.2, aim: 1.2 }]], tallystick({ hash: 'blake3' })),
  beside('parquet-10m-none', shape('parquet', tenMillion, 7, 'none'), [[plainJoin]]),
  beside('parquet-10m-0.001pct', shape('parquet', tenMillion, 7, '0.001%'), [[plainJoin]]),
  {
    name: 'parquet-10m-10pct',
    subject: { contestant: tallystick(), shape: tenPercent },
    against: [
      { contestant: tallystick(), shape: parquet10m, bar: { must: 1.6, aim: 1.2 } },
      { contestant: plainJoin, shape: tenPercent },
    ],
  },
  beside('csv-1m', shape('csv', million), [[plainJoin]]),
  beside('csv-10m', shape('csv', tenMillion), [[plainJoin, { must: 1.8, aim: 1 }]]),
  beside('parquet-1m-30-columns', shape('parquet', million, 30), [[plainJoin]]),
  beside('csv-1m-30-columns', shape('csv', million, 30), [[plainJoin]]),
  beside('parquet-10m-30-columns', shape('parquet', tenMillion, 30), [[plainJoin]]),
  beside('csv-10m-30-columns', shape('csv', tenMillion, 30), [[plainJoin]]),
  {
    name: 'memory-1gib',
    subject: { contestant: tallystick({ memory: '1GiB' }), shape: parquet10m },
    against: [],
    gibibytes: { must: 1.6, aim: 1 },
  },
  {
    name: 'growth-1m-to-10m',
    subject: { contestant: tallystick(), shape: parquet10m },
    against: [{ contestant: tallystick(), shape: shape('parquet', million), times: 10 }],
  },
  beside('others-1m', shape('csv', million), [[exceptAll], [sortComm], [sqldiff], [pandas], [daff]]),
  beside('others-10m', shape('csv', tenMillion), [[exceptAll], [sortComm], [sqldiff], [pandas]]),
  {
    name: 'parquet-100m',
    subject: { contestant: in2GiB, shape: shape('parquet', hundredMillion) },
    against: [{ contestant: in2GiB, shape: parquet10m, times: 10, bar: { must: 1.3, aim: 1 } }],
    long: true,
  },
];
