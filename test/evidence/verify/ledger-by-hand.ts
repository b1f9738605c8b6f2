import type { Cell } from './tree-by-hand.ts';

export interface Row {
  readonly file: string;
  /** From 1. */
  readonly row: number;
  readonly cells: readonly Cell[];
}

export interface Table {
  readonly name: string;
  readonly depth: number;
  readonly key: readonly string[];
  /** In canonical order. */
  readonly columns: readonly {
    readonly name: string;
    readonly type: string;
    readonly tolerance?: string;
    readonly rules?: readonly string[];
  }[];
  readonly shard: string | null;
  /** Rows of the source's first file that its `where` leaves out. */
  readonly excluded: number;
  readonly where: { readonly source: string; readonly reason: string } | null;
  /** Matched rows in which a rule altered one value of the source. */
  readonly underRule: number;
  readonly checks: readonly { readonly name: string; readonly unique: readonly string[] }[];
  readonly totals: readonly { readonly name: string; readonly sum: string; readonly by: readonly string[] }[];
  readonly source: readonly Row[];
  readonly target: readonly Row[];
  /** Of the source: a value that has no form in its column's type. */
  readonly formless: readonly {
    readonly file: string;
    readonly row: number;
    readonly column: string;
    readonly text: string;
  }[];
}

const inFile = (file: string, rows: readonly (readonly Cell[])[]): Row[] =>
  rows.map((cells, i) => ({ file, row: i + 1, cells }));
const quiet: Cell[][] = Array.from({ length: 30 }, (_, i) => [`${i}.00`, `q${i}`, null, i % 2 === 0 ? 'EU' : 'US']);

/** Accounts by key with a row of every kind, in two files on the source; columns: balance, id, memo, region. */
const accounts: Table = {
  name: 'accounts',
  depth: 4,
  key: ['id'],
  columns: [
    { name: 'balance', type: 'decimal(2)', tolerance: '0.05' },
    { name: 'id', type: 'text' },
    { name: 'memo', type: 'text', rules: ['trim'] },
    { name: 'region', type: 'text' },
  ],
  shard: 'region',
  excluded: 2,
  where: { source: "region <> 'ZZ'", reason: 'closed' },
  underRule: 3,
  checks: [{ name: 'id once', unique: ['id'] }],
  totals: [
    { name: 'balance', sum: 'balance', by: [] },
    { name: 'balance per region', sum: 'balance', by: ['region'] },
  ],
  source: [
    ...inFile('accounts-1.csv', quiet),
    ...inFile('accounts-2.csv', [
      ['20.00', 'tolerated', 'm', 'EU'],
      ['30.00', 'changed', 'm', 'EU'],
      ['40.00', 'moved', null, 'EU'],
      ['50.00', '=source "only"', '', 'US'],
      ['1.00', 'twice', 'm', 'US'],
      ['2.00', 'twice', 'm', 'US'],
      ['1.00', 'twice', 'm', 'US'],
      ['1.00', 'twice', 'm', 'US'],
    ]),
  ],
  target: inFile('accounts.csv', [
    ['1.00', 'twice', 'm', 'US'],
    ['20.04', 'tolerated', 'm', 'EU'],
    ['-31.00', 'changed', 'm', 'EU'],
    ['40.01', 'moved', '', 'US'],
    [null, 'target only', 'm', null],
    ['3.00', 'twice', 'm', 'EU'],
    ...quiet,
  ]),
  formless: [],
};

/** Notes without a key: rows are matched or only. */
const notes: Table = {
  name: 'notes',
  depth: 0,
  key: [],
  columns: [
    { name: 'n', type: 'int' },
    { name: 'text', type: 'text' },
  ],
  shard: null,
  excluded: 0,
  where: null,
  underRule: 0,
  checks: [],
  totals: [],
  source: inFile('notes.csv', [
    ['1', 'a'],
    ['1', 'a'],
    ['1', 'a'],
    ['2', 'b'],
  ]),
  target: inFile('notes.csv', [
    ['3', 'c'],
    ['1', 'a'],
  ]),
  formless: [],
};

export const ledger: readonly Table[] = [accounts, notes];

/** The same with a row of the source that has two values without a form, and one that has one. */
export const formlessLedger: readonly Table[] = [
  accounts,
  {
    ...notes,
    formless: [
      { file: 'notes.csv', row: 5, column: 'n', text: 'x' },
      { file: 'notes.csv', row: 5, column: 'text', text: '\u0378' },
      { file: 'notes.csv', row: 6, column: 'n', text: '' },
    ],
  },
];

/** Nothing differs. */
export const equalLedger: readonly Table[] = [
  { ...accounts, target: accounts.source },
  { ...notes, target: notes.source },
];

export function planOf(tables: readonly Table[]) {
  return {
    tallystick: 1,
    name: 'by hand',
    source: { path: 'source' },
    target: { path: 'target' },
    tables: tables.map(({ name, depth, key, columns, shard, where, totals, checks }) => ({
      name,
      depth,
      source: { files: `${name}*.csv` },
      target: { files: `${name}.csv` },
      key,
      ...(shard === null ? {} : { shard }),
      ...(where === null ? {} : { where }),
      columns: Object.fromEntries(columns.map(({ name: column, ...rest }) => [column, rest])),
      ...(totals.length === 0 ? {} : { totals }),
      ...(checks.length === 0 ? {} : { checks }),
    })),
    gates: { changed: 7, source_only: 7, target_only: 7, duplicates: 2 },
    assumptions: ['the sun rises'],
  };
}
