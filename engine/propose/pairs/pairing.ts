import type { AlignedColumn } from '../rows/aligned-column.ts';
import type { AlignedRows } from '../rows/align-rows.ts';
import { columnPair, type ColumnPair } from './column-pair.ts';
import { nameWords, wordsLikeness } from './name-likeness.ts';
import { worthFitting } from '../fit/worth-fitting.ts';

/** The columns of two tables, and what is asked of any two of them. */
export class Pairing {
  readonly source: readonly AlignedColumn[];
  readonly target: readonly AlignedColumn[];
  readonly #lined: boolean;
  readonly #keyed: readonly (readonly [source: number, target: number])[];
  readonly #words: ReadonlyMap<AlignedColumn, readonly string[]>;

  constructor({ rows, source, target }: AlignedRows, keyed: readonly (readonly [source: number, target: number])[]) {
    this.source = source;
    this.target = target;
    this.#lined = rows > 0;
    this.#keyed = keyed;
    this.#words = new Map([...source, ...target].map((column) => [column, nameWords(column.name)]));
  }

  /** Of the names, from 0 to 1. */
  readonly likeness = (s: AlignedColumn, t: AlignedColumn): number =>
    wordsLikeness(s.name, this.#words.get(s)!, t.name, this.#words.get(t)!);

  isKey(s: AlignedColumn, t: AlignedColumn): boolean {
    return this.#keyed.some(([a, b]) => a === s.at && b === t.at);
  }

  /** Whether some key pair has the column. */
  isOfKey(column: AlignedColumn): boolean {
    const side = this.source.includes(column) ? 0 : 1;
    return this.#keyed.some((pair) => pair[side] === column.at);
  }

  pair(s: AlignedColumn, t: AlignedColumn): ColumnPair {
    return columnPair(s, t, { isKey: this.isKey(s, t), name: this.likeness(s, t), lined: this.#lined });
  }

  /** Every pair of these that is worth a look. */
  candidates(source: readonly AlignedColumn[], target: readonly AlignedColumn[]): ColumnPair[] {
    const isWorth = (s: AlignedColumn, t: AlignedColumn) =>
      this.likeness(s, t) >= 0.8 || this.isKey(s, t) || worthFitting(s, t, this.#lined);
    return source.flatMap((s) => target.flatMap((t) => (isWorth(s, t) ? [this.pair(s, t)] : [])));
  }
}
