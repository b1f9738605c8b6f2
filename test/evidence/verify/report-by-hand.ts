import type { ReportTable } from '../../../engine/evidence/report/report.ts';
import { cents, findingsOf, keyDigest, keyOf, rowDigest, toleratedCents, type Line } from './findings-by-hand.ts';
import type { Row, Table } from './ledger-by-hand.ts';
import { leavesOf, listingsFile, listingsOf, rootOf } from './tree-by-hand.ts';

const sides = ['source', 'target'] as const;

/** What a report says of one table, whose trees are put into the package. */
export function tableReport(
  table: Table,
  lines: readonly Line[],
  counts: ReturnType<typeof findingsOf>['counts'],
  index: number,
  put: (name: string, bytes: Uint8Array) => void,
): ReportTable {
  const listings = {
    source: listingsOf(
      table.source.map((row) => Buffer.concat([keyDigest(table, row), rowDigest(table, row)])),
      table.depth,
    ),
    target: listingsOf(
      table.target.map((row) => Buffer.concat([keyDigest(table, row), rowDigest(table, row)])),
      table.depth,
    ),
  };
  const differing = listings.source.flatMap((listing, bucket) =>
    listing.equals(listings.target[bucket]!) ? [] : [bucket],
  );
  for (const side of sides) {
    const folder = `tables/000${index + 1}`;
    put(`${folder}/${side}.buckets`, Buffer.concat(leavesOf(listings[side])));
    put(`${folder}/${side}.listings`, listingsFile(listings[side], differing));
  }
  const root = (side: 'source' | 'target') => rootOf(leavesOf(listings[side])).toString('hex');
  const terms = (side: 'source' | 'target') => {
    const excluded = side === 'source' ? table.excluded : 0;
    const unrepresentable =
      side === 'source' ? new Set(table.formless.map(({ file, row }) => `${file} ${row}`)).size : 0;
    return {
      rows: String(table[side].length + unrepresentable + excluded),
      excluded: String(excluded),
      unrepresentable: String(unrepresentable),
      matched: String(counts.matched),
      matchedUnderRule: String(table.underRule),
      withinTolerance: String(counts.withinTolerance),
      changed: String(counts.changed),
      only: String(counts[side].only),
      duplicatesMatched: String(counts.duplicatesMatched),
      duplicatesLeft: String(counts[side].left),
    };
  };
  const pairs = lines.filter(({ source, target }) => source !== null && target !== null);
  const shard = table.columns.findIndex(({ name }) => name === table.shard);
  return {
    name: table.name,
    key: [...table.key],
    depth: table.depth,
    roots: { source: root('source'), target: root('target') },
    bucketsDiffering: String(differing.length),
    proven: true,
    source: terms('source'),
    target: terms('target'),
    columns: table.columns.map(({ name, type, tolerance, rules = [] }, c) => {
      const values = pairs
        .filter(({ source, target }) => source!.cells[c] !== target!.cells[c])
        .map(({ source, target }) => toleratedCents(table, name, source!, target!));
      const tolerated = values.filter((value) => value !== null);
      const sum = tolerated.reduce((total, value) => total + value, 0n);
      return {
        name,
        type,
        changed: String(values.length - tolerated.length),
        withinTolerance: String(tolerated.length),
        ...(tolerance === undefined ? {} : { tolerance, toleranceSum: decimal(sum) }),
        altered: {
          source: Object.fromEntries(rules.map((rule) => [rule, String(table.underRule)])),
          target: Object.fromEntries(rules.map((rule) => [rule, '0'])),
        },
      };
    }),
    ...(table.shard === null ? {} : { shards: { column: table.shard, values: shardsOf(table, shard, lines) } }),
    totals: table.totals.flatMap((total) => totalRows(table, total)),
    ...(table.where === null ? {} : { where: { ...table.where, target: null } }),
    // Only the account "twice" is there more than once, on both sides.
    checks: table.checks.flatMap(({ name }) => sides.map((side) => ({ name, side, pass: false, failing: '1' }))),
  };
}

const decimal = (units: bigint): string =>
  `${units < 0n ? '-' : ''}${(units < 0n ? -units : units) / 100n}.${String((units < 0n ? -units : units) % 100n).padStart(2, '0')}`;

function shardsOf(table: Table, c: number, lines: readonly Line[]) {
  const values = [...new Set([...table.source, ...table.target].map(({ cells }) => cells[c] ?? null))];
  const rows = lines.flatMap(({ source, target }) => [source, target]).filter((row) => row !== null);
  const count = (of: readonly Row[], value: string | null) =>
    String(of.filter(({ cells }) => cells[c] === value).length);
  return values.map((value) => ({
    value,
    source: count(table.source, value),
    target: count(table.target, value),
    differing: count(rows, value),
  }));
}

function totalRows(table: Table, { name, sum, by }: Table['totals'][number]) {
  const at = (column: string) => table.columns.findIndex((known) => known.name === column);
  const group = ({ cells }: Row) => JSON.stringify(by.map((column) => cells[at(column)]!));
  const groups = by.length === 0 ? ['[]'] : [...new Set([...table.source, ...table.target].map(group))];
  const sumOf = (rows: readonly Row[]) => rows.reduce((total, { cells }) => total + cents(cells[at(sum)]!), 0n);
  return groups.map((each) => {
    const [source, target] = [table.source, table.target].map((rows) => rows.filter((row) => group(row) === each)) as [
      Row[],
      Row[],
    ];
    const keys = new Set([...source, ...target].map((row) => JSON.stringify(keyOf(table, row))));
    const moved = [...keys].filter((key) => {
      const of = (rows: readonly Row[]) => sumOf(rows.filter((row) => JSON.stringify(keyOf(table, row)) === key));
      return of(source) !== of(target);
    });
    return {
      name,
      by: JSON.parse(each) as (string | null)[],
      source: decimal(sumOf(source)),
      target: decimal(sumOf(target)),
      difference: decimal(sumOf(target) - sumOf(source)),
      keys: String(moved.length),
    };
  });
}

export function gatesOf(tables: readonly ReportTable[], limits: Readonly<Record<string, number>>) {
  const sum = (of: (table: ReportTable) => string[]) =>
    tables.flatMap(of).reduce((total, value) => total + Number(value), 0);
  const values: [string, number][] = [
    ['source_only', sum(({ source }) => [source.only])],
    ['target_only', sum(({ target }) => [target.only])],
    ['changed', sum(({ source }) => [source.changed])],
    ['duplicates', sum(({ source, target }) => [source.duplicatesLeft, target.duplicatesLeft])],
    ['unrepresentable', sum(({ source, target }) => [source.unrepresentable, target.unrepresentable])],
    ['unmapped', 0],
    ['within_tolerance', sum(({ source }) => [source.withinTolerance])],
  ];
  const failing = tables.flatMap(({ checks }) => checks).filter(({ pass }) => !pass).length;
  const unequal = tables.flatMap(({ totals }) => totals).filter(({ source, target }) => source !== target).length;
  return [
    ...values.map(([name, value]) => ({
      name,
      limit: String(limits[name] ?? 0),
      value: String(value),
      excepted: '0',
      pass: value <= (limits[name] ?? 0),
    })),
    { name: 'totals', limit: 'equal', value: String(unequal), excepted: '0', pass: unequal === 0 },
    { name: 'checks', limit: 'pass', value: String(failing), excepted: '0', pass: failing === 0 },
  ];
}
