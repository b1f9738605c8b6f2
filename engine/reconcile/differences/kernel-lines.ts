import type { Arena } from '../../kernel/arena.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import type { DigestedRecords } from './digested-records.ts';
import type { DrilledColumns } from './drilled-in-kernel.ts';
import { LinePlan } from './line-plan.ts';
import { LineRoom } from './line-room.ts';
import { keyOf, type ListedTable } from './listed-table.ts';
import type { DifferenceBytes, Keep, ViewRows } from './listed-part.ts';
import { layPieces } from './line-pieces.ts';

/** Differences that a batch of drilled rows was found to hold, as pairDifferences of the kernel lists them. */
export interface FoundDifferences {
  readonly at: number;
  /** Words of bits that say which columns differ. */
  readonly words: number;
}

/** Writes differences by the kernel, and takes them out whenever its room is full. */
export class KernelLines {
  readonly #kernel: Kernel;
  readonly #arena: Arena;
  readonly #keep: Keep;
  readonly #drilled: DrilledColumns;
  readonly #records: DigestedRecords;
  readonly #found: FoundDifferences;
  readonly #key: readonly number[];
  readonly #plan: LinePlan;
  readonly #room: LineRoom;
  readonly #made = { ndjson: [] as Uint8Array[], csv: [] as Uint8Array[], views: [] as ViewRows[] };
  #lines = 0;

  constructor(
    kernel: Kernel,
    arena: Arena,
    table: ListedTable,
    drilled: DrilledColumns,
    records: DigestedRecords,
    found: FoundDifferences,
    keep: Keep,
  ) {
    this.#kernel = kernel;
    this.#arena = arena;
    this.#keep = keep;
    this.#drilled = drilled;
    this.#records = records;
    this.#found = found;
    this.#key = keyOf(table);
    const key = arena.alloc(this.#key.length * 4);
    arena.u32(key, this.#key.length).set(this.#key);
    const { longest, ...pieces } = layPieces(arena, table);
    this.#plan = new LinePlan(arena);
    this.#plan.set({
      ...pieces,
      cells: records.cells,
      key,
      keyCount: this.#key.length,
      sides: drilled.side,
      files: drilled.file,
      rows: drilled.row,
      keyDigests: drilled.keyDigests,
      rowDigests: drilled.rowDigests,
      recordStarts: records.starts,
      recordLengths: records.lengths,
      list: found.at,
      words: found.words,
      escaped: 0,
    });
    this.#room = new LineRoom(arena, this.#plan, longest, this.#key.length);
  }

  /** Writes as many of the differences found; the records are those of rows from `firstRow` on. */
  write(firstRow: number, count: number): void {
    this.#plan.set({ firstRow });
    for (let next = 0; next < count;) {
      const upTo = this.#kernel.writeDifferences(this.#plan.at, next, count);
      if (upTo === count) return;
      if (!this.#takeOut()) this.#room.enlarge(this.#textOf(upTo));
      next = upTo;
    }
  }

  take(): DifferenceBytes {
    this.#takeOut();
    return { lines: this.#lines, escapedCells: this.#plan.get('escaped'), ...this.#made };
  }

  /** Whether there was anything to take. */
  #takeOut(): boolean {
    const { ndjson, csv, view } = this.#room.written();
    if (view.rows === 0) return false;
    this.#made.ndjson.push(this.#keep(ndjson));
    this.#made.csv.push(this.#keep(csv));
    const columns = view.columns.map(({ valid, values }) => ({ valid, values: this.#keep(values) }));
    this.#made.views.push({ rows: view.rows, columns });
    this.#lines += view.rows;
    this.#room.empty();
    return true;
  }

  /** Bytes of a difference's records and of its key's cells. */
  #textOf(difference: number): number {
    const entry = this.#arena.u32(this.#found.at + difference * (3 + this.#found.words) * 4, 3);
    const [, row, other] = entry as unknown as [number, number, number];
    const firstRow = this.#plan.get('firstRow');
    const view = this.#arena.view();
    const u32 = (at: number, i: number): number => view.getUint32(at + i * 4, true);
    const record = (of: number): number => u32(this.#records.lengths, of - firstRow);
    const cell = (c: number): number => {
      const { starts, ends } = this.#drilled.cells[c]!;
      return u32(ends, row) - u32(starts, row);
    };
    return this.#key.reduce((sum, c) => sum + cell(c), record(row) + (other === noRow ? 0 : record(other)));
  }
}

const noRow = 0xffff_ffff;
