import type { Arena } from '../../kernel/arena.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { NotDirect } from '../../snapshot/parquet/not-direct.ts';
import { digestBytes, type HashName } from '../../tree/hashes.ts';
import type { DrilledColumns } from './drilled-in-kernel.ts';
import type { ListedTable } from './listed-table.ts';

/** Records are made and digested so many at a time, so that they are still in the processor's cache when written. */
export const mostRecords = 2048;
const mostRoom = 2 ** 28;

/** Records of drilled rows, a batch at a time, and whether they have the digests of their entries. */
export class DigestedRecords {
  /** The table of assembleRecords, of all columns. */
  readonly cells: number;
  /** Of the batch: where each record starts, and its length. */
  readonly starts: number;
  readonly lengths: number;
  readonly #kernel: Kernel;
  readonly #arena: Arena;
  readonly #drilled: DrilledColumns;
  readonly #hash: 'sha256Batch' | 'blake3Batch';
  readonly #width: number;
  /** Where the key's record stands: the column whose cell it is, or a table of its own; neither without a key. */
  readonly #span: number;
  readonly #key: { readonly cells: number; readonly width: number } | null;
  readonly #drop: number;
  readonly #rowOf: number;
  readonly #keyStarts: number;
  readonly #keyLengths: number;
  readonly #digests: { readonly key: number; readonly row: number };
  readonly #scratch: number;
  readonly #result: number;
  #room = 0;
  #out = 0;
  #keyOut = 0;

  constructor(kernel: Kernel, arena: Arena, { columns, key }: ListedTable, drilled: DrilledColumns, hash: HashName) {
    this.#kernel = kernel;
    this.#arena = arena;
    this.#drilled = drilled;
    this.#hash = hash === 'sha256' ? 'sha256Batch' : 'blake3Batch';
    this.#width = columns.length;
    const table = (wanted: readonly number[]): number => {
      const at = arena.alloc(wanted.length * 16);
      const words = wanted.flatMap((c) => {
        const { starts, ends, valid } = drilled.cells[c]!;
        return [starts, ends, valid, columns[c]!.type.kind === 'text' ? 1 : 0];
      });
      arena.u32(at, words.length).set(words);
      return at;
    };
    this.cells = table(columns.map((_, c) => c));
    this.#span = key.length === 1 ? key[0]! : -1;
    this.#key = key.length > 1 ? { cells: table(key), width: key.length } : null;
    this.#drop = arena.alloc(drilled.rows);
    arena.bytes(this.#drop, drilled.rows).fill(0);
    const words = () => arena.alloc(mostRecords * 4);
    [this.starts, this.lengths, this.#rowOf, this.#keyStarts, this.#keyLengths] = [
      words(),
      words(),
      words(),
      words(),
      words(),
    ];
    const row = arena.alloc(mostRecords * digestBytes);
    this.#digests = { key: key.length === 0 ? row : arena.alloc(mostRecords * digestBytes), row };
    this.#scratch = arena.alloc(Math.max(kernel.hashScratchBytes(), digestBytes));
    this.#result = arena.alloc(16);
    this.#enlarge(1 << 20);
  }

  /** Assembles and digests records from row `from` on, up to `to`: two at least, where there are two. Gives how many. */
  make(from: number, to: number): number {
    const least = Math.min(2, to - from);
    for (;;) {
      const made = this.#assemble(this.cells, this.#width, from, to, this.#span);
      if (made >= least) {
        this.#digest(from, made);
        return made;
      }
      const bound = (row: number): number => this.#kernel.recordBound(this.cells, this.#width, row);
      this.#enlarge(this.#room + bound(from) + (least === 2 ? bound(from + 1) : 0));
    }
  }

  /** Rows of the batch, from row `from` on, that do not have the digests of their entries. */
  unlike(from: number, count: number): number {
    const { keyDigests, rowDigests } = this.#drilled;
    const { key, row } = this.#digests;
    return this.#kernel.unlikeRows(key, row, keyDigests, rowDigests, from, count, this.#scratch);
  }

  #digest(from: number, made: number): void {
    const { key, row } = this.#digests;
    const digest = (starts: number, lengths: number, count: number, out: number): void =>
      this.#kernel[this.#hash](starts, lengths, count, out, digestBytes, this.#scratch);
    digest(this.starts, this.lengths, made, row);
    if (this.#key !== null) this.#assembleKeys(this.#key, from, made);
    if (this.#span < 0 && this.#key === null) return;
    // The rows of a key lie together.
    const keys = this.#kernel.joinAlike(this.#keyStarts, this.#keyLengths, made, this.#rowOf);
    digest(this.#keyStarts, this.#keyLengths, keys, key);
    this.#kernel.spreadDigests(key, made, this.#rowOf);
  }

  #assemble(cells: number, width: number, from: number, to: number, span: number): number {
    this.#kernel.assembleRecords(
      ...([cells, width, from, to, this.#drop] as const),
      ...([this.#out, this.#out + this.#room, mostRecords] as const),
      ...([this.starts, this.lengths, this.#rowOf] as const),
      ...([span, this.#keyStarts, this.#keyLengths, this.#result] as const),
    );
    return this.#arena.u32(this.#result, 2)[1]!;
  }

  /** No key is longer than its row; where its columns stand in another order, the last may ask for as much again. */
  #assembleKeys(
    { cells, width }: { readonly cells: number; readonly width: number },
    from: number,
    made: number,
  ): void {
    this.#kernel.assembleRecords(
      ...([cells, width, from, from + made, this.#drop] as const),
      ...([this.#keyOut, this.#keyOut + 2 * this.#room, made] as const),
      ...([this.#keyStarts, this.#keyLengths, this.#rowOf] as const),
      ...([-1, 0, 0, this.#result] as const),
    );
  }

  #enlarge(room: number): void {
    if (room > mostRoom) throw new NotDirect('records are too long for the kernel');
    this.#room = room;
    // Sixteen bytes behind a record may be read.
    this.#out = this.#arena.alloc(room + 16);
    this.#keyOut = this.#key === null ? 0 : this.#arena.alloc(2 * room + 16);
  }
}
