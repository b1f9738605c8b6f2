import { sides, type Side } from '../../../contract/side.ts';
import { demand } from './judge.ts';
import type { JudgedDifference } from './judge-difference.ts';
import { entriesOf, type TableShape } from './table-shape.ts';

interface Rows {
  source: bigint;
  target: bigint;
}

/** Coverage by shard: equal rows lie in the same shard on both sides, so the differing ones explain every gap. */
export class ShardsTally {
  readonly #table: TableShape;
  readonly #column: number;
  readonly #listed = new Map<string | null, Rows>();

  constructor(table: TableShape) {
    this.#table = table;
    this.#column = table.report.columns.findIndex(({ name }) => name === table.report.shards?.column);
    for (const { value } of table.report.shards?.values ?? []) {
      demand(!this.#listed.has(value), `A shard of table ${table.name} stands twice`);
      this.#listed.set(value, { source: 0n, target: 0n });
    }
  }

  add(difference: JudgedDifference): void {
    if (this.#column < 0) return;
    for (const side of sides) {
      const cells = difference[side];
      if (cells === null) continue;
      const shard = this.#listed.get(cells[this.#column] ?? null);
      demand(
        shard !== undefined,
        `report.json lacks a shard of table ${this.#table.name}: ${String(cells[this.#column])}`,
      );
      shard[side]++;
    }
  }

  compare(): void {
    const { name, report } = this.#table;
    if (report.shards === undefined) return;
    const sum = (side: Side) => report.shards!.values.reduce((total, shard) => total + BigInt(shard[side]), 0n);
    for (const side of sides)
      demand(
        sum(side) === entriesOf(report[side]),
        `The shards of table ${name} do not hold all entries of the ${side}`,
      );
    for (const { value, source, target, differing } of report.shards.values) {
      const listed = this.#listed.get(value)!;
      const agrees =
        BigInt(source) - BigInt(target) === listed.source - listed.target &&
        BigInt(differing) === listed.source + listed.target;
      demand(
        agrees,
        `The differing rows of shard ${String(value)} of table ${name} are not those that report.json counts`,
      );
    }
  }
}
