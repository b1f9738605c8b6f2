import fc from 'fast-check';
import { csv, type SmallPlan } from './ledger.ts';

/** Texts of a type as exports write them: several spellings of one value, and its neighbours. */
const spellings: Readonly<Record<string, readonly (string | null)[]>> = {
  text: [
    'a',
    'A',
    ' a',
    'a ',
    'a"b',
    '""',
    'x,y',
    'x\r\ny',
    '',
    'n/a',
    'é',
    'e\u0301',
    '💶',
    '\uff5e',
    'Infinity',
    null,
  ],
  int: ['1', '01', '+1', '1e0', '10e-1', '2', '-0', '0', '-7', '7'.repeat(78), `${'7'.repeat(77)}8`, null],
  'decimal(2)': [
    '1',
    '1.00',
    '100e-2',
    '1.01',
    '1.02',
    '.99',
    '-0.05',
    '-0.06',
    '-0',
    `${'9'.repeat(76)}.99`,
    `1${'0'.repeat(76)}`,
    null,
  ],
  bool: ['true', 't', '1', 'f', 'False', null],
  date: ['2024-02-29', '2024-03-01', '0001-01-01', null],
  timestamp: ['2024-01-01T00:00:00Z', '2024-01-01 01:00:00.000000+01', '2024-01-01T00:00:00.000001Z', null],
  'datetime(0)': ['2024-01-01T00:00:00', '2024-01-01 00:00:00.000', '2024-01-01T00:00:01', null],
  uuid: [
    '6fa459ea-ee8a-3ca4-894e-db77e160355e',
    '6FA459EAEE8A3CA4894EDB77E160355E',
    '{6fa459ea-ee8a-3ca4-894e-db77e160355f}',
    null,
  ],
  bytes: ['0xdead', 'DEAD', '\\xdeae', '', '0x', null],
  float: ['0', '-0', '0.1', '1e-1', '0.1000000000000000055511151231257827', '0.2', 'NaN', '-inf', null],
};
/** Texts without a form in their type. */
const formless: Readonly<Record<string, readonly string[]>> = {
  int: ['1.5', 'x', ''],
  'decimal(2)': ['1.001', ' 1'],
  bool: ['', 'T'],
  date: ['2023-02-29', 'x'],
  timestamp: ['2024-01-01T00:00:00', '2024-01-01T00:00:00.0000001Z'],
  'datetime(0)': ['2024-01-01T00:00:00.1', '2024-01-01T00:00:00Z'],
  uuid: ['x'],
  bytes: ['abc'],
  float: ['1e999', 'x'],
};
const numeric = ['int', 'decimal(2)'];
const rule = fc.subarray(['trim', 'collapse_space', 'lowercase', 'nfc'], { minLength: 1 });

/** A few texts that stand together, since those are close in value. */
const neighbours = (texts: readonly (string | null)[]) =>
  fc
    .tuple(fc.nat(texts.length - 1), fc.integer({ min: 2, max: 5 }))
    .map(([from, size]) => [...texts, ...texts].slice(from, from + size));

/** A column of a plan, and the texts its two exports take their values from. */
interface Column {
  readonly name: string;
  readonly type: string;
  readonly inKey: boolean;
  readonly tolerance: string | undefined;
  readonly rules: readonly string[] | undefined;
  readonly nulls: boolean;
  /** Few, so that keys meet and repeat. */
  readonly texts: readonly (string | null)[];
}

const column = (at: number): fc.Arbitrary<Column> =>
  fc
    .constantFrom(...Object.keys(spellings), 'text', 'int', 'int', ...Array<string>(5).fill('decimal(2)'))
    .chain((type) =>
      fc.record({
        name: fc.constantFrom(`c${at}`, `Spalte ${at}`, `✓${at}`),
        type: fc.constant(type),
        inKey: fc.constantFrom(true, false, false, false),
        tolerance: numeric.includes(type)
          ? fc.constantFrom(undefined, '0', '0.01', '0.005', '1', '1e0', '0.07', '2')
          : fc.constant(undefined),
        rules: type === 'text' ? fc.option(rule, { nil: undefined }) : fc.constant(undefined),
        nulls: fc.boolean(),
        texts: fc
          .tuple(neighbours(spellings[type]!), fc.subarray([...(formless[type] ?? [])]), fc.nat(4))
          .map(([texts, bad, often]) => (often === 0 ? [...texts, ...bad] : texts)),
      }),
    );

interface Row {
  /** Of the column k, which keyed tables have in their key. */
  readonly k: number;
  readonly picks: readonly number[];
  /** What `where` asks for. */
  readonly mark: string | null;
  /** Where the target's row is another, if it is one of both. */
  readonly tweak: readonly [column: number, pick: number] | null;
}
const row = fc.record({
  k: fc.nat(15),
  picks: fc.array(fc.nat(4), { minLength: 5, maxLength: 5 }),
  mark: fc.constantFrom('keep', 'keep', 'keep', 'keep', 'drop', null),
  tweak: fc.oneof(fc.constant(null), fc.tuple(fc.nat(4), fc.nat(4))),
});
const rows = fc.array(row, { maxLength: 5 });

export interface RandomTable {
  readonly columns: readonly Column[];
  readonly source: readonly Row[];
  readonly target: readonly Row[];
  readonly common: readonly Row[];
  readonly where: boolean;
  readonly keyed: boolean;
  readonly depth: number | undefined;
  /** In how many files the target lies. */
  readonly parts: number;
}

/** A table with duplicates, NULLs, tolerances, rules, `where`, values without form; keyed or not. */
export const randomTable: fc.Arbitrary<RandomTable> = fc.integer({ min: 1, max: 5 }).chain((width) =>
  fc.record({
    columns: fc.tuple(...Array.from({ length: width }, (_, at) => column(at))),
    source: rows,
    target: rows,
    common: fc.array(row, { minLength: 5, maxLength: 14 }),
    where: fc.boolean(),
    keyed: fc.constantFrom(true, true, true, false),
    depth: fc.constantFrom(undefined, 0, 1, 3, 9),
    parts: fc.integer({ min: 1, max: 3 }),
  }),
);

const keyOf = (columns: readonly Column[]) => columns.flatMap(({ name, inKey }) => (inKey ? [name] : [])).toReversed();

/** What keeps rows apart: some keys repeat, one is NULL. */
const k: Column = {
  name: 'k',
  type: 'int',
  inKey: true,
  tolerance: undefined,
  rules: undefined,
  nulls: false,
  texts: [...Array.from({ length: 15 }, (_, i) => String(i)), null],
};

/** The plan and the files of several tables at once. */
export function ledgerOf(tables: readonly RandomTable[]): { plan: SmallPlan; files: Record<string, string> } {
  const files: Record<string, string> = {};
  const planned = tables.map((table, index) => {
    const { where, depth, parts, keyed } = table;
    const columns = keyed ? [k, ...table.columns] : table.columns;
    const name = `t${index}`;
    const header = [...columns.map((one) => one.name), 'mark'];
    const cells = ({ k: number, picks, mark }: Row) => {
      const own = table.columns.map(({ texts }, c) => texts[picks[c]! % texts.length]!);
      return [...(keyed ? [k.texts[number]!] : []), ...own, mark];
    };
    const tweaked = (one: Row): Row => {
      if (one.tweak === null) return one;
      const [column, pick] = one.tweak;
      return { ...one, picks: one.picks.with(column % table.columns.length, pick) };
    };
    const source = [...table.source, ...table.common].map(cells);
    // The target's columns stand the other way round, its common rows first.
    const target = [...table.common.map(tweaked), ...table.target].map((one) => cells(one).toReversed());
    files[`source/${name}.csv`] = csv([header, ...source]);
    const size = Math.ceil(target.length / parts);
    for (let part = 0; part < parts; part++)
      files[`target/${name}-${part}.csv`] = csv([header.toReversed(), ...target.slice(part * size, (part + 1) * size)]);
    const types = columns.map(({ type, inKey, tolerance, rules, nulls }) => ({
      type,
      ...(tolerance === undefined || (keyed && inKey) ? {} : { tolerance }),
      ...(rules === undefined ? {} : { rules }),
      ...(nulls ? { null: ['n/a', 'x'] } : {}),
    }));
    const key = keyed ? keyOf(columns) : [];
    const { totals, checks } = questions(columns, key);
    checks.push(...references(columns, tables));
    return {
      name,
      source: { files: `${name}.csv` },
      target: { files: `${name}-*.csv` },
      ...(key.length === 0 ? {} : { key }),
      ...(depth === undefined ? {} : { depth }),
      ...(where ? { where: { source: `mark = 'keep'`, target: `mark <> 'drop'`, reason: 'asked for' } } : {}),
      shard: columns[0]!.name,
      columns: Object.fromEntries(columns.map((one, c) => [one.name, types[c]!])),
      ignore: ['source', 'target'].map((side) => ({ side, column: 'mark', reason: 'for where alone' })),
      totals,
      checks,
    };
  });
  return { plan: { tables: planned }, files };
}

/** References from columns to the key of any table whose types they have; its own key is one. */
function references(columns: readonly Column[], tables: readonly RandomTable[]): object[] {
  return tables.flatMap((other, index) => {
    if (!other.keyed) return [];
    const wanted = [k, ...other.columns].filter(({ inKey }) => inKey).toReversed();
    const free = [...columns];
    const found: string[] = [];
    for (const { type } of wanted) {
      const at = free.findIndex((one) => one.type === type);
      if (at < 0) return [];
      found.push(...free.splice(at, 1).map(({ name }) => name));
    }
    return found.length === 0 ? [] : [{ name: `refers ${index}`, refers: { columns: found, table: `t${index}` } }];
  });
}

/** Totals over every numeric column, by nothing, one column and two; checks of every kind that the columns allow. */
function questions(columns: readonly Column[], key: readonly string[]) {
  const names = columns.map(({ name }) => name);
  const sums = columns.filter(({ type }) => numeric.includes(type)).map(({ name }) => name);
  const groups = [[], names.slice(0, 1), names.slice(-2)];
  const totals = sums.flatMap((sum) => groups.map((by, i) => ({ name: `${sum} by ${i}`, sum, by })));
  const checks: object[] = names.map((name) => ({ name: `unique ${name}`, unique: [name] }));
  if (key.length > 0) checks.push({ name: 'unique key', unique: key });
  for (const sum of sums)
    for (const equals of ['0', '1.00', '0.005'])
      checks.push({ name: `sum ${sum} ${equals}`, sum, by: groups[1], equals });
  for (const { name, type } of columns)
    if (type === 'int') {
      checks.push({ name: `sequence ${name}`, sequence: name, step: 1 });
      checks.push({ name: `sequence ${name} by`, sequence: name, by: groups[1], step: -1 });
    }
  for (const a of columns)
    for (const b of columns)
      if (a.type === b.type && a.name !== b.name)
        checks.push({ name: `chain ${a.name} ${b.name}`, chain: { hash: a.name, previous: b.name, order: names[0] } });
  return { totals, checks };
}
