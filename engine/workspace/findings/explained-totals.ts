import type { ReportTable } from '../../../contract/report.ts';
import type { Plan } from '../../plan/plan.ts';
import { Numbering } from './numbering.ts';

type Cells = readonly (string | null)[];

/** A control total by the places of its columns in a record. */
interface TotalColumns {
  readonly name: string;
  readonly sum: number;
  readonly by: readonly number[];
}

/** One group of a total as a text: what a filter asks for. */
export const totalKey = (name: string, by: readonly (string | null)[]): string => JSON.stringify([name, ...by]);

export function totalColumns(plan: Plan, { name, columns }: ReportTable): TotalColumns[] {
  const at = (column: string) => columns.findIndex((one) => one.name === column);
  const totals = plan.tables.find((table) => table.name === name)?.totals ?? [];
  return totals.map(({ name, sum, by }) => ({ name, sum: at(sum), by: by.map(at) }));
}

/**
 * Which groups of which totals each line makes up: those to which its key gives another sum on one side than on the other,
 * and to which the line itself gives something. What a key gives is known when its last line was taken: a duplicate's rows
 * may cancel out. Lines come in the order of the listing, where those of one key stand together.
 */
export class ExplainedTotals {
  readonly #sets = new Numbering();
  readonly #at: Uint32Array;
  #key: string | null = null;
  #first = 0;
  #given = new Map<string, bigint>();

  constructor(at: Uint32Array) {
    this.#at = at;
  }

  /** `key`: of the table and its key; null for a row that is no entry, which no total counts. */
  take(
    line: number,
    key: string | null,
    totals: readonly TotalColumns[],
    source: Cells | null,
    target: Cells | null,
  ): void {
    if (key === null || key !== this.#key) this.#settle(line);
    this.#key = key;
    const given = new Map<string, bigint>();
    if (key !== null)
      for (const total of totals) {
        give(given, total, source, -1n);
        give(given, total, target, 1n);
      }
    for (const [group, units] of given) this.#given.set(group, (this.#given.get(group) ?? 0n) + units);
    this.#at[line] = this.#sets.of(
      JSON.stringify([...given].flatMap(([group, units]) => (units === 0n ? [] : [group]))),
    );
  }

  /** After the last line: the sets by their numbers. */
  end(lines: number): string[][] {
    this.#settle(lines);
    return this.#sets.texts.map((text) => JSON.parse(text) as string[]);
  }

  #settle(end: number): void {
    const even = [...this.#given].flatMap(([group, units]) => (units === 0n ? [group] : []));
    for (let line = this.#first; even.length > 0 && line < end; line++) {
      const groups = JSON.parse(this.#sets.texts[this.#at[line]!]!) as string[];
      this.#at[line] = this.#sets.of(JSON.stringify(groups.filter((group) => !even.includes(group))));
    }
    this.#first = end;
    this.#given = new Map();
  }
}

function give(given: Map<string, bigint>, { name, sum, by }: TotalColumns, cells: Cells | null, sign: bigint): void {
  const amount = cells?.[sum] ?? null; // NULL adds nothing
  if (cells === null || amount === null) return;
  const group = totalKey(
    name,
    by.map((at) => cells[at] ?? null),
  );
  given.set(group, (given.get(group) ?? 0n) + sign * BigInt(amount.replace('.', '')));
}
