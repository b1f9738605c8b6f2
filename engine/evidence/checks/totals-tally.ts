import { scaledInteger, unitsText } from '../../canonical/scaled-integer.ts';
import type { Total } from '../../plan/plan.ts';
import type { ReportTable } from '../report/report.ts';
import { demand } from './judge.ts';
import type { Cells, JudgedDifference } from './judge-difference.ts';
import type { TableShape } from './table-shape.ts';
import { scaleOf } from './tolerance.ts';

interface Group {
  readonly reported: ReportTable['totals'][number];
  readonly scale: number;
  units: bigint;
  keys: bigint;
}

/**
 * Equal rows add the same to both sides of a control total, so its difference is made up by the differing rows alone,
 * and can be rebuilt from them though the sums cannot.
 */
export class TotalsTally {
  readonly #totals: readonly { readonly name: string; readonly sum: number; readonly by: readonly number[] }[];
  readonly #groups = new Map<string, Group>();
  readonly #table: TableShape;
  /** What the key under way adds to each group, target less source. */
  readonly #ofKey = new Map<string, bigint>();
  #keyDigest = '';

  constructor(table: TableShape, totals: readonly Total[]) {
    this.#table = table;
    const at = (column: string) => table.report.columns.findIndex(({ name }) => name === column);
    this.#totals = totals.map(({ name, sum, by }) => ({ name, sum: at(sum), by: by.map(at) }));
    for (const reported of table.report.totals) {
      const total = this.#totals.find(({ name }) => name === reported.name);
      const id = JSON.stringify([reported.name, ...reported.by]);
      demand(
        total?.by.length === reported.by.length && !this.#groups.has(id),
        `A total of table ${table.name} stands twice or is not the plan's`,
      );
      this.#groups.set(id, { reported, scale: scaleOf(table.types[total.sum]!), units: 0n, keys: 0n });
    }
  }

  add({ keyDigest, source, target }: JudgedDifference): void {
    if (keyDigest !== this.#keyDigest) this.#closeKey();
    this.#keyDigest = keyDigest;
    if (source !== null) this.#addRow(source, -1n);
    if (target !== null) this.#addRow(target, 1n);
  }

  /** Demands that report.json explains every total's difference alike. */
  compare(): void {
    this.#closeKey();
    for (const { reported, scale, units, keys } of this.#groups.values()) {
      const of = `total ${reported.name} of table ${this.#table.name}`;
      const [a, b] = [scaledInteger(reported.source), scaledInteger(reported.target)];
      demand(a.scale === scale && b.scale === scale, `The ${of} has not the digits of its column`);
      demand(
        reported.difference === unitsText(b.units - a.units, scale),
        `The ${of} has a difference that is not target less source`,
      );
      demand(
        units === b.units - a.units,
        `The differing rows make up ${unitsText(units, scale)} of the ${of}, and report.json says ${reported.difference}`,
      );
      demand(
        String(keys) === reported.keys,
        `${keys} keys make up the difference of the ${of}, and report.json says ${reported.keys}`,
      );
    }
  }

  #addRow(cells: Cells, sign: bigint): void {
    for (const { name, sum, by } of this.#totals) {
      const id = JSON.stringify([name, ...by.map((c) => cells[c] ?? null)]);
      demand(this.#groups.has(id), `report.json lacks a group of total ${name} of table ${this.#table.name}: ${id}`);
      const amount = cells[sum] ?? null;
      const units = amount === null ? 0n : scaledInteger(amount).units;
      this.#ofKey.set(id, (this.#ofKey.get(id) ?? 0n) + sign * units);
    }
  }

  #closeKey(): void {
    for (const [id, units] of this.#ofKey) {
      if (units === 0n) continue;
      const group = this.#groups.get(id)!;
      group.units += units;
      group.keys++;
    }
    this.#ofKey.clear();
  }
}
