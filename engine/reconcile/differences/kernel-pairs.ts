import type { Arena } from '../../kernel/arena.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { withinTolerance } from './tolerance.ts';
import { mostRecords } from './digested-records.ts';
import type { DrilledColumns } from './drilled-in-kernel.ts';
import type { FoundDifferences } from './kernel-lines.ts';
import { keyOf, type Example, type ListedTable, type Tally } from './listed-table.ts';

/** The kernel's numbers of kinds. */
const kinds = { changed: 0, withinTolerance: 1 };

/** Finds the differences of drilled rows by the kernel, judges those that a tolerance may excuse, and counts. */
export class KernelPairs {
  readonly found: FoundDifferences;
  readonly #kernel: Kernel;
  readonly #arena: Arena;
  readonly #table: ListedTable;
  readonly #drilled: DrilledColumns;
  readonly #cells: number;
  readonly #counts: number;
  readonly #result: number;
  /** Columns that have a tolerance. */
  readonly #tolerant: readonly number[];
  readonly #tolerantBits: Uint32Array;
  readonly #withinBy: readonly { count: number; sum: bigint; example: Example | null }[];
  #changed = 0;
  #within = 0;

  constructor(kernel: Kernel, arena: Arena, table: ListedTable, drilled: DrilledColumns, cells: number) {
    const { columns } = table;
    this.#kernel = kernel;
    this.#arena = arena;
    this.#table = table;
    this.#drilled = drilled;
    this.#cells = cells;
    const words = Math.ceil(columns.length / 32);
    this.found = { at: arena.alloc(mostRecords * (3 + words) * 4), words };
    this.#counts = arena.alloc(columns.length * 8);
    arena.bytes(this.#counts, columns.length * 8).fill(0);
    this.#result = arena.alloc(16);
    this.#tolerantBits = new Uint32Array(words);
    this.#tolerant = columns.flatMap(({ tolerance }, c) => (tolerance === null ? [] : [c]));
    for (const c of this.#tolerant) this.#tolerantBits[c >> 5]! |= 1 << (c & 31);
    this.#withinBy = columns.map(() => ({ count: 0, sum: 0n, example: null }));
  }

  /** Lists what rows `from` to `to` hold; where `more` rows follow, half a pair at their end is left for the next time. */
  find(from: number, to: number, more: boolean): { readonly next: number; readonly count: number } {
    const { side, status, keyDigests } = this.#drilled;
    this.#kernel.pairDifferences(
      ...([this.#cells, this.#table.columns.length, side, status, keyDigests, from, to, more ? 1 : 0] as const),
      ...([this.found.at, this.found.words, this.#counts, this.#result] as const),
    );
    const [next, count, changed, alike] = this.#arena.u32(this.#result, 4) as unknown as [
      number,
      number,
      number,
      number,
    ];
    this.#changed += changed;
    this.#within += alike;
    if (this.#tolerant.length > 0) this.#judge(count);
    return { next, count };
  }

  /** Adds what was counted. */
  tally(tally: Tally): void {
    tally.changed += this.#changed;
    tally.withinTolerance += this.#within;
    const counts = this.#arena.u32(this.#counts, this.#table.columns.length * 2);
    for (const [c, column] of tally.columns.entries()) {
      const { count, sum, example } = this.#withinBy[c]!;
      const [differing, first] = [counts[2 * c]!, counts[2 * c + 1]!];
      column.changed += differing - count;
      column.withinTolerance += count;
      column.toleranceSum += sum;
      column.example ??= this.#tolerant.includes(c) || first === 0 ? example : this.#exampleOf(c, first - 1);
    }
  }

  #judge(count: number): void {
    const size = 3 + this.found.words;
    const list = this.#arena.u32(this.found.at, count * size);
    for (let at = 0; at < list.length; at += size) {
      const row = list[at + 1]!;
      if (list[at] !== kinds.changed) continue;
      const mask = list.subarray(at + 3, at + size);
      let outside = mask.some((word, i) => (word & ~this.#tolerantBits[i]!) !== 0);
      for (const c of this.#tolerant) {
        if (((mask[c >> 5]! >>> (c & 31)) & 1) === 0) continue;
        outside = !this.#isWithin(c, row) || outside;
      }
      if (outside) continue;
      list[at] = kinds.withinTolerance;
      this.#changed--;
      this.#within++;
    }
  }

  #isWithin(c: number, row: number): boolean {
    const { type, tolerance } = this.#table.columns[c]!;
    const [a, b] = [this.#drilled.cell(c, row), this.#drilled.cell(c, row + 1)];
    const by = withinTolerance({ type, tolerance: tolerance! }, a, b);
    const within = this.#withinBy[c]!;
    if (by === null) {
      within.example ??= this.#exampleOf(c, row);
      return false;
    }
    within.count++;
    within.sum += by;
    return true;
  }

  #exampleOf(c: number, row: number): Example {
    const { cell } = this.#drilled;
    return { key: keyOf(this.#table).map((k) => cell(k, row)), source: cell(c, row), target: cell(c, row + 1) };
  }
}
