import { createHash } from 'node:crypto';
import { dirname } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { csv, Ledgers } from './ledger.ts';
import { planColumns, textsSql, typedKey, typedLedger } from './typed-ledger.ts';

const ledgers = new Ledgers();
type Cells = (string | null)[];
let duck: Awaited<ReturnType<typeof typedLedger>>;
/** All values as texts, names first. */
let names: string[];
let rows: Cells[];
beforeAll(async () => {
  duck = await typedLedger(2500);
  const objects = await duck.texts(`SELECT to_json(t)::VARCHAR FROM (SELECT ${textsSql} FROM ledger) t`);
  const parsed = objects.map((text) => JSON.parse(text) as Record<string, string | null>);
  names = Object.keys(parsed[0]!);
  rows = parsed.map((object) => names.map((name) => object[name]!));
});
afterAll(() => duck.close());

const shuffled = <T>(list: readonly T[]): T[] => list.toSorted((a, b) => (order(a) < order(b) ? -1 : 1));
/** A number that has nothing to do with the order of rows. */
const order = (value: unknown): string => createHash('md5').update(JSON.stringify(value)).digest('hex');
const reversed = (table: readonly Cells[]) => table.map((row) => row.toReversed());

interface Dialect {
  readonly delimiter: string;
  readonly quote: string;
  readonly escape: string;
  readonly end: string;
}
/** Quotes only what must be quoted; NULL is the unquoted empty field. */
function written(table: readonly Cells[], { delimiter, quote, escape, end }: Dialect): string {
  const special = [delimiter, quote, escape, '\n', '\r'];
  const field = (text: string | null): string => {
    if (text === null) return '';
    if (text !== '' && !special.some((one) => text.includes(one))) return text;
    const doubled = text.replaceAll(escape, escape + escape);
    return quote + (quote === escape ? doubled : doubled.replaceAll(quote, escape + quote)) + quote;
  };
  return table.map((row) => row.map(field).join(delimiter) + end).join('');
}
const semicolons = { delimiter: ';', quote: "'", escape: '\\', end: '\r\n' };
const tabs = { delimiter: '\t', quote: '"', escape: '"', end: '\r' };

function json(table: readonly Cells[], typed: boolean): string {
  const value = (text: string | null, name: string) =>
    typed && text !== null && ['amount', 'k2', 'ok'].includes(name) ? text : JSON.stringify(text);
  const member = (text: string | null, i: number) => `${JSON.stringify(names[i])}:${value(text, names[i]!)}`;
  // An absent member is NULL as null is.
  const object = (row: Cells) => row.flatMap((text, i) => (text === null && i % 2 === 0 ? [] : [member(text, i)]));
  return table.map((row) => `{${object(row).join(',')}}\n`).join('');
}

interface Variant {
  readonly files: string;
  readonly csv?: object;
  readonly columns?: Record<string, object>;
  /** The files themselves, or a query that DuckDB writes as `to`. */
  readonly make: () => Record<string, string | Uint8Array> | { readonly query: string; readonly to: string };
}
const parts = (count: number, table: readonly Cells[]): Cells[][] =>
  Array.from({ length: count }, (_, part) => table.filter((_row, i) => i % count === part));
const parquet = (query: string, to: string) => () => ({ query, to });

const variants: Readonly<Record<string, Variant>> = {
  'CSV in another order of rows': {
    files: 'a.csv',
    make: () => ({ 'target/a.csv': csv([names, ...shuffled(rows)]) }),
  },
  'CSV in another order of columns, without a last line end': {
    files: 'b.csv',
    make: () => ({ 'target/b.csv': csv(reversed([names, ...rows])).slice(0, -1) }),
  },
  'CSV with semicolons, single quotes, a backslash, CRLF and a byte order mark': {
    files: 'c.csv',
    csv: { delimiter: ';', quote: "'", escape: '\\' },
    make: () => ({ 'target/c.csv': `\ufeff${written([names, ...rows], semicolons)}` }),
  },
  'TSV with CR line ends, gzipped': {
    files: 'd.tsv.gz',
    csv: { delimiter: '\t' },
    make: () => ({ 'target/d.tsv.gz': gzipSync(written([names, ...rows], tabs)) }),
  },
  'CSV without a header, as zstd': {
    files: 'e.csv.zst',
    csv: { header: false },
    columns: {},
    make: () => ({ 'target/e.csv.zst': zstdCompressSync(csv(rows)) }),
  },
  'seven CSV files, each second with its columns the other way round, one gzipped, one empty but for its header': {
    files: 'f-*',
    make: () => {
      const files = parts(6, shuffled(rows)).map((part, i) => {
        const text = csv(i % 2 === 0 ? [names, ...part] : reversed([names, ...part]));
        return [`target/f-${i}.csv${i === 3 ? '.gz' : ''}`, i === 3 ? gzipSync(text) : text] as const;
      });
      return { ...Object.fromEntries(files), 'target/f-6.csv': csv([names]) };
    },
  },
  'Parquet of texts': {
    files: 'g.parquet',
    make: parquet(
      `SELECT COLUMNS(*)::VARCHAR FROM (SELECT ${textsSql} FROM ledger)`,
      `target/g.parquet' (FORMAT parquet)`,
    ),
  },
  'typed Parquet, zstd, small row groups, another order': {
    files: 'h.parquet',
    make: parquet(
      'SELECT u, * EXCLUDE (i, u) FROM ledger ORDER BY hash(i)',
      `target/h.parquet' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 2048, PARQUET_VERSION V2)`,
    ),
  },
  'typed Parquet in Hive partitions, one of them of NULL': {
    files: 'hive',
    make: parquet('SELECT * EXCLUDE i FROM ledger', `target/hive' (FORMAT parquet, PARTITION_BY (ok))`),
  },
  'NDJSON of texts, gzipped': {
    files: 'i.ndjson.gz',
    make: () => ({ 'target/i.ndjson.gz': gzipSync(json(shuffled(rows), false)) }),
  },
  'NDJSON with numbers and booleans, in three files': {
    files: 'j-*.ndjson',
    make: () =>
      Object.fromEntries(parts(3, rows).map((part, i) => [`target/j-${i}.ndjson`, json(part, true)] as const)),
  },
};

const sourceName = (name: string, { columns }: Variant) =>
  columns === undefined ? {} : { target: `c${names.indexOf(name) + 1}` };
const tableOf = (name: string, variant: Variant) => ({
  name,
  key: typedKey,
  source: { files: 'typed.parquet' },
  target: { files: variant.files, ...(variant.csv === undefined ? {} : { csv: variant.csv }) },
  columns: Object.fromEntries(
    Object.entries(planColumns).map(([column, type]) => [column, { ...type, ...sourceName(column, variant) }]),
  ),
});

async function write(tables: object[], made: readonly Variant[]): Promise<string> {
  const files = made.map(({ make }) => make());
  const path = ledgers.write(
    { tables },
    Object.assign({}, ...files.filter((one) => !('query' in one))) as Record<string, string>,
  );
  const copy = (query: string, to: string) => duck.run(`COPY (${query}) TO '${dirname(path)}/${to}`);
  await copy('SELECT * EXCLUDE i FROM ledger', `source/typed.parquet' (FORMAT parquet)`);
  for (const one of files) if ('query' in one) await copy(one.query as string, one.to as string);
  return path;
}

describe('equal content has one root, whatever it is stored as', () => {
  it('in every format at once', async () => {
    const all = Object.entries(variants);
    const tables = all.map(([name, variant]) => tableOf(name, variant));
    const { report, lines } = await ledgers.reconcile(
      await write(
        tables,
        all.map(([, variant]) => variant),
      ),
    );
    expect(lines.slice(0, 3)).toEqual([]);
    const [first] = report.tables;
    for (const { name, roots, proven, source, target } of report.tables) {
      expect(roots, name).toEqual({ source: first!.roots.source, target: first!.roots.source });
      expect([source, target], name).toEqual([first!.source, first!.source]);
      expect(proven, name).toBe(true);
    }
    expect(report.verdict).toBe('RECONCILED');
  });

  it.each(Object.entries(variants).filter((_, i) => i % 3 === 0))('and one fingerprint: %s', async (_, variant) => {
    const path = await write([tableOf('one name', variant)], [variant]);
    const source = await ledgers.fingerprint(path, 'source');
    const target = await ledgers.fingerprint(path, 'target');
    expect(Buffer.from(target.bytes).toString()).toBe(Buffer.from(source.bytes).toString());
    expect(target.identity).toBe(source.identity);
  });

  it('with one thread and with four', async () => {
    const [name, variant] = Object.entries(variants)[5]!;
    const path = await write([tableOf(name, variant)], [variant]);
    const one = await ledgers.fingerprint(path, 'target', 7, 1);
    const four = await ledgers.fingerprint(path, 'target', 7, 4);
    expect(Buffer.from(four.bytes).equals(Buffer.from(one.bytes))).toBe(true);
    expect(four.leaves[0]!.equals(one.leaves[0]!)).toBe(true);
  });
});
