import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';

export type Format = 'parquet' | 'csv';

/** How much of the target is not as in the source: `few` is 10 rows changed and 5 missing, at any size. */
export type Differing = 'none' | 'few' | '0.001%' | '10%';

export interface DataShape {
  readonly rows: number;
  readonly columns: 7 | 30;
  readonly format: Format;
  readonly differing: Differing;
}

export interface Data extends DataShape {
  readonly folder: string;
  readonly source: string;
  readonly target: string;
  readonly changed: number;
  readonly missing: number;
}

export interface Column {
  readonly name: string;
  /** As the plan reads it. */
  readonly type: string;
  /** As SQLite would be told. */
  readonly affinity: string;
  readonly sql: string;
}

/** A number below `modulus` that looks like any, from the row and a salt: arithmetic alone, the same in any release. */
const any = (salt: number, modulus: number): string =>
  `((i * 2654435761 + ${salt} * 40503) % 2147483647 * 1103515245 % 2147483629 % ${modulus})`;

const kinds: readonly ((n: number) => Omit<Column, 'name'>)[] = [
  (n) => ({ type: 'int', affinity: 'INTEGER', sql: `${any(n, 100_000)}::INTEGER` }),
  (n) => ({ type: 'float', affinity: 'REAL', sql: `${any(n, 1_000_000_000)} / 1000.0::DOUBLE` }),
  (n) => ({ type: 'int', affinity: 'INTEGER', sql: any(n, 1_000_000_000) }),
  (n) => ({ type: 'text', affinity: 'TEXT', sql: `'m' || ${any(n, 1000)}` }),
  (n) => ({
    type: 'datetime',
    affinity: 'TEXT',
    sql: `TIMESTAMP '2020-01-01' + to_microseconds(${any(n, 3_000_000_000)} * 50000)`,
  }),
  (n) => ({
    type: 'text',
    affinity: 'TEXT',
    sql: `CASE WHEN ${any(n, 5)} = 0 THEN NULL ELSE 'n' || ${any(n + 1, 100)} END`,
  }),
];

/**
 * A text key of 42 characters, then int, double, bigint, text, timestamp and a text with NULLs, over and over: with
 * seven columns a canonical record has at most 118 bytes, two blocks of SHA-256.
 */
export const columnsOf = (count: number): readonly Column[] => [
  { name: 'k', type: 'text', affinity: 'TEXT PRIMARY KEY', sql: `'0x' || substr(sha256('key ' || i), 1, 40)` },
  ...Array.from({ length: count - 1 }, (_, n) => ({ name: `c${n + 1}`, ...kinds[n % kinds.length]!(n + 1) })),
];

/** The column that is changed where a row is. */
const changes = 'c3';

function countsOf({ rows, differing }: DataShape): { readonly changed: number; readonly missing: number } {
  if (differing === 'few') return { changed: 10, missing: 5 };
  return { changed: differing === 'none' ? 0 : rows / (differing === '10%' ? 10 : 100_000), missing: 0 };
}

/** The two exports of a shape below `home`, made where they are not there yet. */
export async function dataOf(home: string, shape: DataShape, say: (text: string) => void): Promise<Data> {
  const columns = columnsOf(shape.columns);
  // Exports of other values, by an older bench, are not these.
  const values = createHash('sha256').update(JSON.stringify(columns)).digest('hex').slice(0, 8);
  const folder = join(home, `${shape.format}-${shape.rows}x${shape.columns}-${values}`);
  const file = (name: string) => join(folder, `${name}.${shape.format}`);
  const { changed, missing } = countsOf(shape);
  const every = (count: number, at: number) => (count === 0 ? 'false' : `i % ${shape.rows / count} = ${at}`);
  const source = file('source');
  const target = file(`target-${shape.differing.replace('%', 'pct')}`);
  const select = (columns: readonly Column[]) => columns.map(({ name, sql }) => `${sql} AS ${name}`).join(', ');
  const altered = columns.map((column) =>
    column.name === changes ? { ...column, sql: `${column.sql} + (${every(changed, 3)})::BIGINT` } : column,
  );
  await make(source, shape, say, `SELECT ${select(columns)} FROM range(${shape.rows}) r(i)`);
  await make(
    target,
    shape,
    say,
    `SELECT ${select(altered)} FROM range(${shape.rows}) r(i) WHERE NOT (${every(missing, 7)}) ORDER BY k`,
  );
  return { ...shape, folder, source, target, changed, missing };
}

async function make(path: string, shape: DataShape, say: (text: string) => void, select: string): Promise<void> {
  if (existsSync(path)) return;
  say(`making ${path}`);
  const folder = join(path, '..');
  mkdirSync(folder, { recursive: true });
  const needed = shape.rows * shape.columns * 20;
  const { bavail, bsize } = statfsSync(folder);
  if (bavail * bsize < needed * 2)
    throw new Error(`${path} needs about ${Math.ceil(needed / 2 ** 30)} GiB, and room to sort it: name another --data`);
  const [partial, temp] = [`${path}.partial`, `${path}.sorting`];
  rmSync(partial, { force: true });
  const instance = await DuckDBInstance.create(':memory:', { temp_directory: temp });
  const connection = await instance.connect();
  try {
    const options = shape.format === 'parquet' ? 'FORMAT parquet, COMPRESSION zstd' : 'FORMAT csv, HEADER';
    await connection.run(`COPY (${select}) TO '${partial.replaceAll("'", "''")}' (${options})`);
  } finally {
    connection.closeSync();
    instance.closeSync();
    rmSync(temp, { recursive: true, force: true });
  }
  renameSync(partial, path);
}
