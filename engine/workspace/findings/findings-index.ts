import { createReadStream, readFileSync, statSync } from 'node:fs';
import { z } from 'zod';
import type { Report } from '../../../contract/report.ts';
import { TallyError } from '../../../contract/problem.ts';
import { differenceKinds, type Difference } from '../../evidence/differences/difference.ts';
import type { Plan } from '../../plan/plan.ts';
import { ExplainedTotals, totalColumns } from './explained-totals.ts';
import { Numbering } from './numbering.ts';
import { replaceFile } from '../replace-file.ts';
import { recordCells } from './record-cells.ts';

const none = 0xffff_ffff;
const columnsOf = {
  offset: Float64Array,
  table: Uint16Array,
  kind: Uint8Array,
  bucket: Uint32Array,
  columns: Uint32Array,
  sourceShard: Uint32Array,
  targetShard: Uint32Array,
  explains: Uint32Array,
} as const;
type ColumnName = keyof typeof columnsOf;
type Columns = { readonly [K in ColumnName]: InstanceType<(typeof columnsOf)[K]> };

const head = z.strictObject({
  type: z.literal('tallystick/findings-index/v2'),
  /** Of differences.ndjson, in bytes: another length is another file. */
  bytes: z.number(),
  lines: z.number(),
  tables: z.array(z.string()),
  columnSets: z.array(z.array(z.string())),
  shards: z.array(z.string().nullable()),
  /** Groups of totals, as `totalKey` writes them, that lines make up together. */
  explanations: z.array(z.array(z.string())),
});

/**
 * What filters ask of every difference, a line of differences.ndjson each, so that a million of them are paged without
 * being read: where the line begins, its table, kind, columns, shards, the totals it makes up, and the first 32 bits of its
 * key digest.
 */
export interface FindingsIndex extends z.output<typeof head> {
  readonly at: Columns;
  /** Lines of each table: `first` to `end`. */
  readonly ranges: ReadonlyMap<string, { readonly first: number; readonly end: number }>;
}

/**
 * The index as it is cached, or made and cached. `path`: of differences.ndjson; `plan` reads the run's. Yields to other work
 * as it goes.
 */
export async function openIndex(
  path: string,
  cached: string,
  report: Report,
  plan: () => Plan,
): Promise<FindingsIndex> {
  const { size } = statSync(path);
  const known = readIndex(cached, size);
  if (known !== null) return known;
  const made = await buildIndex(path, size, report, plan());
  const { type, bytes, lines, tables, columnSets, shards, explanations, at } = made;
  const text = JSON.stringify({ type, bytes, lines, tables, columnSets, shards, explanations });
  const parts = Object.keys(columnsOf).map((name) => {
    const { buffer, byteOffset, byteLength } = at[name as ColumnName];
    return Buffer.from(buffer, byteOffset, byteLength);
  });
  replaceFile(cached, Buffer.concat([Buffer.from(`${text}\n`), ...parts]));
  return made;
}

function readIndex(path: string, size: number): FindingsIndex | null {
  try {
    const bytes = readFileSync(path);
    let from = bytes.indexOf(0x0a) + 1;
    const read = head.parse(JSON.parse(bytes.toString('utf8', 0, from)));
    if (read.bytes !== size) return null;
    const at = Object.entries(columnsOf).map(([name, Kind]) => {
      const length = Kind.BYTES_PER_ELEMENT * read.lines;
      const part = new Uint8Array(bytes.subarray(from, (from += length)));
      if (part.length !== length) throw new RangeError('cut off');
      return [name, new Kind(part.buffer)];
    });
    return withRanges(read, Object.fromEntries(at) as Columns);
  } catch {
    return null; // made anew
  }
}

async function buildIndex(path: string, bytes: number, report: Report, plan: Plan): Promise<FindingsIndex> {
  const lines = Number(report.differences.lines);
  const tables = report.tables.map(({ name }) => name);
  const at = Object.fromEntries(
    Object.entries(columnsOf).map(([name, Kind]) => [name, new Kind(lines)]),
  ) as unknown as Columns;
  const sets = new Numbering();
  const shards = new Numbering();
  const shardAt = new Map(
    report.tables.map(({ name, shards: own, columns }) => [
      name,
      columns.findIndex((column) => column.name === own?.column),
    ]),
  );
  const shardOf = (table: string, cells: readonly (string | null)[] | null): number => {
    const column = shardAt.get(table)!;
    return column < 0 || cells === null ? none : shards.of(JSON.stringify(cells[column] ?? null));
  };
  const totals = new Map(report.tables.map((table) => [table.name, totalColumns(plan, table)]));
  const explained = new ExplainedTotals(at.explains);
  const cellsOf = (side: Difference['source']) => (typeof side?.record === 'string' ? recordCells(side.record) : null);
  let line = 0;
  const take = (text: string, offset: number): void => {
    const difference = JSON.parse(text) as Difference;
    const table = tables.indexOf(difference.table);
    if (table < 0 || line >= lines) throw new RangeError('of no table, or beyond the last');
    at.offset[line] = offset;
    at.table[line] = table;
    at.kind[line] = differenceKinds.indexOf(difference.kind);
    at.bucket[line] = difference.keyDigest === null ? 0 : Number.parseInt(difference.keyDigest.slice(0, 8), 16);
    at.columns[line] = sets.of(JSON.stringify(difference.columns ?? [difference.column]));
    const [source, target] = [cellsOf(difference.source), cellsOf(difference.target)];
    at.sourceShard[line] = shardOf(difference.table, source);
    at.targetShard[line] = shardOf(difference.table, target);
    const key = difference.keyDigest === null ? null : `${table} ${difference.keyDigest}`;
    explained.take(line, key, totals.get(difference.table)!, source, target);
    line++;
  };
  try {
    await forEachLine(path, take);
    if (line !== lines) throw new RangeError('too few lines');
  } catch (cause) {
    if (cause instanceof TallyError) throw cause;
    throw new TallyError(
      'evidence_unsound',
      'The differences are not as they were written',
      `differences.ndjson, line ${line + 1}`,
      'Verify says what else is not',
      { cause },
    );
  }
  const columnSets = sets.texts.map((text) => JSON.parse(text) as string[]);
  return withRanges(
    {
      type: 'tallystick/findings-index/v2',
      bytes,
      lines,
      tables,
      columnSets,
      shards: shards.texts.map((text) => JSON.parse(text) as string | null),
      explanations: explained.end(lines),
    },
    at,
  );
}

async function forEachLine(path: string, take: (text: string, offset: number) => void): Promise<void> {
  let rest: Buffer = Buffer.alloc(0);
  let offset = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    const bytes = rest.length === 0 ? (chunk as Buffer) : Buffer.concat([rest, chunk as Buffer]);
    let from = 0;
    for (let end = bytes.indexOf(0x0a); end >= 0; end = bytes.indexOf(0x0a, from)) {
      take(bytes.toString('utf8', from, end), offset + from);
      from = end + 1;
    }
    rest = bytes.subarray(from);
    offset += from;
  }
}

function withRanges(read: z.output<typeof head>, at: Columns): FindingsIndex {
  const ranges = new Map(read.tables.map((name) => [name, { first: 0, end: 0 }]));
  for (let line = 0; line < read.lines; line++) {
    const range = ranges.get(read.tables[at.table[line]!]!)!;
    if (range.end === 0) range.first = line;
    range.end = line + 1;
  }
  return { ...read, at, ranges };
}
