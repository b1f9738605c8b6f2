import type { CanonicalType } from '../../canonical/types.ts';
import type { Arena } from '../../kernel/arena.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import type { RowBatch, TextCells } from '../../kernel/row-batch.ts';
import type { HashName } from '../../tree/hashes.ts';
import type { Marks } from './canonical-cells.ts';
import { stagedEntryBytes } from './staged-entry.ts';

/** Records are made and digested so many at a time, so that they are still in the processor's cache when hashed. */
const most = 2048;
const room = 1 << 20;

type Rows = Pick<RowBatch, 'rows' | 'firstRow' | 'at'>;

/** Assembles records from canonical cells and digests them: key and row of every row that is not dropped. */
export class RecordBatches {
  readonly #kernel: Kernel;
  readonly #arena: Arena;
  readonly #hash: HashName;
  readonly #width: number;
  /** Where the key's record stands: the column whose cell it is, or a table of its own; neither without a key. */
  readonly #span: number;
  readonly #key: { readonly table: number; readonly width: number } | null;
  readonly #table: number;

  constructor(
    kernel: Kernel,
    arena: Arena,
    cells: readonly TextCells[],
    columns: readonly { readonly type: CanonicalType }[],
    key: readonly number[],
    hash: HashName,
  ) {
    this.#kernel = kernel;
    this.#arena = arena;
    this.#hash = hash;
    this.#width = cells.length;
    const table = (wanted: readonly number[]): number => {
      const at = arena.alloc(wanted.length * 16);
      const words = wanted.flatMap((c) => [
        cells[c]!.starts,
        cells[c]!.ends,
        cells[c]!.valid,
        columns[c]!.type.kind === 'text' ? 1 : 0,
      ]);
      arena.u32(at, words.length).set(words);
      return at;
    };
    this.#table = table(cells.map((_, c) => c));
    this.#span = key.length === 1 ? key[0]! : -1;
    this.#key = key.length > 1 ? { table: table(key), width: key.length } : null;
  }

  /** Writes staged entries of a batch's rows at `entries`; gives how many. */
  digest({ rows, firstRow, at: positions }: Rows, { drop, altered }: Marks, entries: number, file: number): number {
    const arena = this.#arena;
    const places = positions === undefined ? 0 : arena.alloc(rows * 4);
    if (positions !== undefined) arena.u32(places, rows).set(positions);
    const words = () => arena.alloc(most * 4);
    const lists = { starts: words(), lengths: words(), rowOf: words(), spanStarts: words(), spanLengths: words() };
    const result = arena.alloc(16);
    const scratch = arena.alloc(this.#kernel.hashScratchBytes());
    let out = { at: arena.alloc(2 * room), size: room };
    let made = 0;
    for (let row = 0; row < rows;) {
      const assemble = (table: number, width: number, span: number, end: number, size: number) => {
        this.#kernel.assembleRecords(
          table,
          width,
          row,
          end,
          drop,
          out.at,
          out.at + size,
          most,
          lists.starts,
          lists.lengths,
          lists.rowOf,
          span,
          lists.spanStarts,
          lists.spanLengths,
          result,
        );
        const [next, count] = arena.u32(result, 2);
        return { next: next!, count: count! };
      };
      const { next, count } = assemble(this.#table, this.#width, this.#span, rows, out.size);
      if (next === row) {
        const size = this.#kernel.recordBound(this.#table, this.#width, row) + room;
        out = { at: arena.alloc(2 * size), size }; // one record longer than the room
        continue;
      }
      const at = entries + made * stagedEntryBytes;
      this.#hashAll(lists.starts, lists.lengths, count, at + 32, scratch);
      this.#kernel.placeEntries(at, count, lists.rowOf, places, BigInt(firstRow), file, altered);
      if (this.#span >= 0) this.#hashAll(lists.spanStarts, lists.spanLengths, count, at, scratch);
      else if (this.#key !== null) {
        // No key is longer than its row, but where its columns stand in another order the last may ask for more room.
        assemble(this.#key.table, this.#key.width, -1, next, 2 * out.size);
        this.#hashAll(lists.starts, lists.lengths, count, at, scratch);
      } else copyDigests(arena, at, count);
      made += count;
      row = next;
    }
    return made;
  }

  #hashAll(starts: number, lengths: number, count: number, out: number, scratch: number): void {
    const name = this.#hash === 'sha256' ? 'sha256Batch' : 'blake3Batch';
    this.#kernel[name](starts, lengths, count, out, stagedEntryBytes, scratch);
  }
}

/** Without a key the row's digest is the key's. */
function copyDigests(arena: Arena, entries: number, count: number): void {
  const bytes = arena.bytes(entries, count * stagedEntryBytes);
  for (let at = 0; at < bytes.length; at += stagedEntryBytes) bytes.copyWithin(at, at + 32, at + 64);
}
