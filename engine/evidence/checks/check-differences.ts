import { sides, type BySide } from '../../../contract/side.ts';
import { compareUtf8 } from '../../canonical/compare-utf8.ts';
import type { Total } from '../../plan/plan.ts';
import type { Hash } from '../../tree/hashes.ts';
import type { Difference } from '../differences/difference.ts';
import { runAt } from './bucket-run.ts';
import { ColumnsTally } from './columns-tally.ts';
import { differingKeys, type Found } from './differing-keys.ts';
import type { FileBytes } from './file-bytes.ts';
import { demand } from './judge.ts';
import { judgeDifference } from './judge-difference.ts';
import type { LineReader } from './line-reader.ts';
import type { Pace } from './pace.ts';
import { readExactDifference } from './exact-difference.ts';
import { ShardsTally } from './shards-tally.ts';
import type { TableShape } from './table-shape.ts';
import { TotalsTally } from './totals-tally.ts';
import { UnrepresentableLines } from './unrepresentable-lines.ts';

/**
 * Reads differences.ndjson beside the listings: one line for each difference they hold, in the order of formats.md
 * section 8, and no other. One walk over files of any size.
 */
export class DifferencesCheck {
  readonly #lines: LineReader;
  readonly #hash: Hash;
  readonly #pace: Pace;
  #waiting: Difference | null = null;

  constructor(lines: LineReader, hash: Hash, pace: Pace) {
    this.#lines = lines;
    this.#hash = hash;
    this.#pace = pace;
    this.#advance();
  }

  /** The lines of the next table; throws what is not so. `totals` are the plan's, null where it does not hold. */
  async table(table: TableShape, listings: BySide<FileBytes>, totals: readonly Total[] | null): Promise<void> {
    if (!table.report.proven) {
      await this.#passOver(table);
      return;
    }
    await this.#unrepresentable(table);
    const tallies = [
      new ColumnsTally(table),
      new ShardsTally(table),
      ...(totals === null ? [] : [new TotalsTally(table, totals)]),
    ];
    let last: { readonly found: Found; readonly line: Difference } | null = null;
    for (const found of everyDifference(listings, table.keyed)) {
      if (this.#pace.due) await this.#pace.breathe();
      if (found.kind === 'matched' || found.kind === 'duplicates_matched') continue;
      const line = this.#waiting;
      demand(line !== null, `differences.ndjson ends before the differences of table ${table.name} do`);
      const judged = judgeDifference(table, line, found, this.#hash, this.#lines.where);
      if (last !== null) this.#demandOrder(last, { found, line });
      last = { found, line };
      for (const tally of tallies) tally.add(judged);
      this.#advance();
    }
    for (const tally of tallies) tally.compare();
  }

  /** After the last table: nothing may be left. */
  end(lines: string): void {
    demand(this.#waiting === null, 'The line is no difference that the listings hold', this.#lines.where);
    demand(
      String(this.#lines.line) === lines,
      `differences.ndjson has ${this.#lines.line} lines, and report.json says ${lines}`,
    );
  }

  #advance(): void {
    const text = this.#lines.next();
    this.#waiting = text === null ? null : readExactDifference(text, this.#lines.where);
  }

  async #unrepresentable(table: TableShape): Promise<void> {
    const counted = new UnrepresentableLines(table);
    while (this.#waiting?.kind === 'unrepresentable' && this.#waiting.table === table.name) {
      counted.add(this.#waiting, this.#lines.where);
      if (this.#pace.due) await this.#pace.breathe();
      this.#advance();
    }
    for (const side of sides) {
      const { unrepresentable } = table.report[side];
      demand(
        String(counted.rows[side]) === unrepresentable,
        `differences.ndjson lists ${counted.rows[side]} unrepresentable rows of the ${side} of table ${table.name}, and report.json says ${unrepresentable}`,
      );
    }
  }

  async #passOver({ name }: TableShape): Promise<void> {
    while (this.#waiting?.table === name) {
      if (this.#pace.due) await this.#pace.breathe();
      this.#advance();
    }
  }

  /** Equal rows are told apart by their place alone, and stand in its order. */
  #demandOrder(a: { found: Found; line: Difference }, b: { found: Found; line: Difference }): void {
    if (!('entry' in a.found) || !('entry' in b.found) || a.found.side !== b.found.side) return;
    if (Buffer.compare(a.found.entry, b.found.entry) !== 0) return;
    const { side } = a.found;
    const [before, after] = [a.line[side]!, b.line[side]!];
    const byFile = compareUtf8(before.file, after.file);
    const ascends = byFile < 0 || (byFile === 0 && BigInt(before.row) < BigInt(after.row));
    demand(ascends, 'Equal rows are not in the order of file and row', this.#lines.where);
  }
}

/** All that the listings of a table hold, bucket by bucket; they are known to hold the same buckets. */
function* everyDifference(listings: BySide<FileBytes>, keyed: boolean): Generator<Found> {
  let [source, target] = [runAt(listings.source, 0), runAt(listings.target, 0)];
  while (source !== null && target !== null) {
    yield* differingKeys(source, target, keyed);
    [source, target] = [runAt(listings.source, source.to), runAt(listings.target, target.to)];
  }
}
