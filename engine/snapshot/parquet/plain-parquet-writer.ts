import { createHash, type Hash } from 'node:crypto';
import { closeSync, openSync, unlinkSync } from 'node:fs';
import type { PlainColumn, PlainKind } from './plain-column.ts';
import { pagesOf, type PackedColumn, type PageSize } from './plain-pages.ts';
import { thriftStruct, type ThriftOut } from './thrift-compact.ts';
import { writeAll } from '../files/write-all.ts';

export interface PlainColumnSpec {
  readonly name: string;
  readonly kind: PlainKind;
  /** Bytes that are not UTF-8: a BLOB and not a VARCHAR to its readers. */
  readonly blob?: boolean;
}

const physical: Record<PlainKind, number> = { text: 6, double: 5, int32: 1, int64: 2 };

/**
 * Writes a Parquet file of plain, uncompressed, optional columns: version 1 pages, one page a column chunk unless said.
 * The same columns give the same bytes on any machine, and its digest is that of the bytes as they were meant, not as
 * they lie.
 */
export class PlainParquetWriter {
  readonly #fd: number;
  readonly #path: string;
  readonly #columns: readonly PlainColumnSpec[];
  readonly #digest: Hash | null;
  readonly #groups: ThriftOut[] = [];
  #offset = 0;
  #rows = 0;

  /** `digest` is null where nobody asks for it; by its mode a file is nobody else's, unless it is said. */
  constructor(
    path: string,
    columns: readonly PlainColumnSpec[],
    digest: Hash | null = createHash('sha256'),
    mode = 0o600,
  ) {
    this.#path = path;
    this.#columns = columns;
    this.#digest = digest;
    this.#fd = openSync(path, 'wx', mode);
    this.#write(Buffer.from('PAR1'));
  }

  /** Appends one row group; every column holds `rows` rows. */
  writeGroup(columns: readonly PlainColumn[], rows: number, pages?: PageSize): void {
    this.#group(rows, (i) => pagesOf(columns[i]!, pages));
  }

  /** The same of columns whose values are in Parquet's PLAIN layout already. */
  writePacked(columns: readonly PackedColumn[], rows: number): void {
    this.#group(rows, (i) => [columns[i]!]);
  }

  #group(rows: number, pagesAt: (i: number) => Iterable<PackedColumn>): void {
    if (rows === 0) return;
    const start = this.#offset;
    const chunks = this.#columns.map((spec, i) => this.#chunk(spec, pagesAt(i), rows));
    this.#rows += rows;
    this.#groups.push([
      [1, 'list', { of: 'struct', items: chunks }],
      [2, 'i64', this.#offset - start],
      [3, 'i64', rows],
    ]);
  }

  close(): { readonly bytes: number; readonly sha256: string; readonly rows: number } {
    this.end();
    if (this.#digest === null) throw new TypeError('A file was not digested');
    return { bytes: this.#offset, sha256: this.#digest.digest('hex'), rows: this.#rows };
  }

  /** close() of a file without a digest. */
  end(): void {
    const leaves = this.#columns.map(({ name, kind, blob }): ThriftOut => [
      [1, 'i32', physical[kind]],
      [3, 'i32', 1],
      [4, 'binary', name],
      ...(kind === 'text' && blob !== true ? [[6, 'i32', 0] as const] : []),
    ]);
    const footer = thriftStruct([
      [1, 'i32', 1],
      [
        2,
        'list',
        {
          of: 'struct',
          items: [
            [
              [4, 'binary', 'rows'],
              [5, 'i32', leaves.length],
            ],
            ...leaves,
          ],
        },
      ],
      [3, 'i64', this.#rows],
      [4, 'list', { of: 'struct', items: this.#groups }],
      [6, 'binary', 'tallystick'],
    ]);
    const length = Buffer.alloc(4);
    length.writeUInt32LE(footer.length);
    this.#write(footer, length, Buffer.from('PAR1'));
    closeSync(this.#fd);
  }

  /** Gives up: the file is closed and removed. */
  abort(): void {
    closeSync(this.#fd);
    unlinkSync(this.#path);
  }

  #chunk(spec: PlainColumnSpec, pages: Iterable<PackedColumn>, rows: number): ThriftOut {
    const start = this.#offset;
    for (const { valid, values } of pages) {
      const levels = definitionLevels(valid);
      const size = levels.length + values.length;
      const header = thriftStruct([
        [1, 'i32', 0],
        [2, 'i32', size],
        [3, 'i32', size],
        [
          5,
          'struct',
          [
            [1, 'i32', valid.length],
            [2, 'i32', 0],
            [3, 'i32', 3],
            [4, 'i32', 3],
          ],
        ],
      ]);
      this.#write(header, levels, values);
    }
    return [
      [2, 'i64', start],
      [
        3,
        'struct',
        [
          [1, 'i32', physical[spec.kind]],
          [2, 'list', { of: 'i32', items: [0, 3] }],
          [3, 'list', { of: 'binary', items: [spec.name] }],
          [4, 'i32', 0],
          [5, 'i64', rows],
          [6, 'i64', this.#offset - start],
          [7, 'i64', this.#offset - start],
          [9, 'i64', start],
        ],
      ],
    ];
  }

  #write(...parts: readonly Uint8Array[]): void {
    for (const part of parts) {
      writeAll(this.#fd, part, null, this.#digest);
      this.#offset += part.length;
    }
  }
}

/** Bit-packed levels of width 1, or one run where no value is NULL. */
function definitionLevels(valid: Uint8Array): Uint8Array {
  const body: number[] = [];
  const varint = (value: number) => {
    for (; value > 127; value = Math.floor(value / 128)) body.push((value % 128) | 128);
    body.push(value);
  };
  if (!valid.includes(0)) {
    varint(valid.length * 2);
    body.push(1);
  } else {
    const groups = Math.ceil(valid.length / 8);
    varint(groups * 2 + 1);
    for (let at = 0; at < groups * 8; at += 8) {
      let byte = 0;
      for (let bit = 0; bit < 8; bit++) if (valid[at + bit] === 1) byte |= 1 << bit;
      body.push(byte);
    }
  }
  const out = Buffer.alloc(4 + body.length);
  out.writeUInt32LE(body.length);
  out.set(body, 4);
  return out;
}
