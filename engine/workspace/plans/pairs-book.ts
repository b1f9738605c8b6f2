import type { BySide } from '../../../contract/side.ts';
import type { TablePlan } from '../../plan/plan.ts';
import type { Limits } from '../../reconcile/run/limits.ts';
import { withRawReader } from './raw-reader.ts';
import { samplePairs, type RowPair } from './sample-pairs.ts';

/** Paired rows of each table, read once: rules may be edited and previewed without the exports being opened again. */
export class PairsBook {
  readonly #folders: BySide<string>;
  readonly #limits: () => Limits;
  readonly #pairs = new Map<string, Promise<readonly RowPair[]>>();

  constructor(folders: BySide<string>, limits: () => Limits) {
    this.#folders = folders;
    this.#limits = limits;
  }

  of(table: TablePlan): Promise<readonly RowPair[]> {
    const key = JSON.stringify(foundBy(table), (_, value: unknown) =>
      value instanceof Map ? [...value.entries()] : value,
    );
    let pairs = this.#pairs.get(key);
    if (pairs === undefined) {
      const { source, target } = this.#folders;
      pairs = withRawReader([source, target], this.#limits(), (read) => samplePairs(table, this.#folders, read));
      this.#pairs.set(key, pairs);
      pairs.catch(() => this.#pairs.delete(key)); // the next look may find the file there
    }
    return pairs;
  }
}

/** What decides which rows are found: files, conditions, and how the key is read. */
const foundBy = ({ name, sides, key, columns }: TablePlan) => [
  name,
  sides,
  (key.length === 0 ? columns : columns.filter((column) => key.includes(column.name))).map((column) => [
    column.type,
    column.sides,
  ]),
  key,
];
