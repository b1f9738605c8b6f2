import { isUtf8 } from 'node:buffer';
import { closeSync, fstatSync, openSync } from 'node:fs';
import { TallyError } from '../../../contract/problem.ts';
import { readExactly } from '../files/read-exactly.ts';
import { ThriftReader, type Thrift, type ThriftStruct } from './thrift-compact.ts';

/** One element of a Parquet schema, in the file's depth-first order; the root is the first. */
export interface SchemaElement {
  readonly name: string;
  /** Physical type by Parquet's number, or null for a group. */
  readonly type: number | null;
  /** Bytes of a fixed-length array. */
  readonly length: number;
  /** 0 required, 1 optional, 2 repeated. */
  readonly repetition: number;
  readonly children: number;
  readonly convertedType: number | null;
  readonly scale: number;
  readonly precision: number;
  /** LogicalType union: its one field by number, e.g. 8 for TIMESTAMP, 14 for UUID. */
  readonly logical: { readonly id: number; readonly value: Thrift } | null;
}

export interface ColumnChunk {
  readonly start: number;
  readonly bytes: number;
  /** Before compression. */
  readonly plainBytes: number;
  readonly values: number;
  readonly codec: number;
  /** The least and the greatest of its values by the file's own word, as they lie in it; null where it says nothing. */
  readonly bounds: readonly [low: Uint8Array, high: Uint8Array] | null;
  /** How many are NULL by the file's own word. */
  readonly nulls: number;
}

export interface ParquetFooter {
  readonly rows: number;
  readonly schema: readonly SchemaElement[];
  readonly groups: readonly { readonly rows: number; readonly chunks: readonly ColumnChunk[] }[];
}

const struct = (value: Thrift | undefined): ThriftStruct => (value instanceof Map ? value : new Map<number, Thrift>());
const list = (value: Thrift | undefined): readonly Thrift[] => (Array.isArray(value) ? (value as Thrift[]) : []);
const number = (value: Thrift | undefined): number =>
  typeof value === 'bigint' ? Number(value) : typeof value === 'number' ? value : 0;

function utf8(value: Thrift | undefined): string {
  const bytes = value instanceof Uint8Array ? value : new Uint8Array(0);
  if (!isUtf8(bytes))
    throw new TallyError('input_encoding', "A column's name is not UTF-8", '', 'Export the file again');
  return Buffer.from(bytes).toString('utf8');
}

/** Reads the footer of any Parquet file: the row counts that are not DuckDB's, and the schema with its units. */
export function readParquetFooter(path: string, name = path): ParquetFooter {
  const fd = openSync(path, 'r');
  try {
    const size = fstatSync(fd).size;
    const torn = (why: string) =>
      new TallyError('input_malformed', `Not a whole Parquet file: ${why}`, name, 'Export the file again');
    if (size < 12)
      throw size === 0 ? new TallyError('input_empty', 'The file is empty', name) : torn('it is too short');
    const tail = readExactly(fd, size - 8, 8);
    if (tail.toString('latin1', 4) !== 'PAR1') throw torn('its last four bytes are not PAR1');
    const length = tail.readUInt32LE(0);
    if (length > size - 12) throw torn('its footer claims more bytes than there are');
    return footerOf(new ThriftReader(readExactly(fd, size - 8 - length, length)).struct());
  } catch (error) {
    if (!(error instanceof TallyError) || error.problem.where !== '') throw error;
    throw new TallyError(error.problem.code, error.problem.what, name, 'Export the file again');
  } finally {
    closeSync(fd);
  }
}

const footerOf = (file: ThriftStruct): ParquetFooter => ({
  rows: number(file.get(3)),
  schema: list(file.get(2)).map(element),
  groups: list(file.get(4)).map(group),
});

function element(value: Thrift): SchemaElement {
  const fields = struct(value);
  const logical = [...struct(fields.get(10))][0];
  return {
    name: utf8(fields.get(4)),
    type: fields.has(1) ? number(fields.get(1)) : null,
    length: number(fields.get(2)),
    repetition: number(fields.get(3)),
    children: number(fields.get(5)),
    convertedType: fields.has(6) ? number(fields.get(6)) : null,
    scale: number(fields.get(7)),
    precision: number(fields.get(8)),
    logical: logical === undefined ? null : { id: logical[0], value: logical[1] },
  };
}

function group(value: Thrift): ParquetFooter['groups'][number] {
  const fields = struct(value);
  const chunks = list(fields.get(1)).map((chunk) => {
    const meta = struct(struct(chunk).get(3));
    return {
      start: meta.has(11) ? number(meta.get(11)) : number(meta.get(9)),
      bytes: number(meta.get(7)),
      plainBytes: number(meta.get(6)),
      values: number(meta.get(5)),
      codec: number(meta.get(4)),
      bounds: bounds(struct(meta.get(12))),
      nulls: number(struct(meta.get(12)).get(3)),
    };
  });
  return { rows: number(fields.get(3)), chunks };
}

function bounds(statistics: ThriftStruct): ColumnChunk['bounds'] {
  const [low, high] = [statistics.get(6), statistics.get(5)];
  return low instanceof Uint8Array && high instanceof Uint8Array ? [low, high] : null;
}
