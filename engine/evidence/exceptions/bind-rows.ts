import type { Hash } from '../../tree/hashes.ts';
import type { Difference } from '../differences/difference.ts';
import type { ExceptedTables } from './excepted-table.ts';
import { compileNames, type Names } from './named-rows.ts';
import { RowsDigest, type BoundRows } from './rows-digest.ts';

/**
 * The differences in the order of differences.ndjson; asked for anew at every pass. Where it is told by `keys` that no
 * others matter, it may leave those of other key digests out.
 */
export type Differences = (keys?: ReadonlySet<string>) => Iterable<Difference> | AsyncIterable<Difference>;

/**
 * What each names is bound to among these differences; a text says why it can name none. One pass, which tells of each
 * difference that is named which of them name it.
 */
export async function bindRows(
  all: readonly Names[],
  tables: ExceptedTables,
  hash: Hash,
  differences: Differences,
  onNamed: (by: readonly number[]) => void = () => undefined,
): Promise<(BoundRows | string)[]> {
  const bound = all.map((names) => {
    const matches = compileNames(names, tables);
    return typeof matches === 'string' ? matches : { matches, rows: new RowsDigest(hash) };
  });
  const isIn = (i: number): boolean => typeof bound[i] !== 'string';
  const asked = groupByKey(all, isIn);
  for await (const difference of all.some((_, i) => isIn(i)) ? differences(keysOf(all)) : []) {
    const by: number[] = [];
    for (const i of asked(difference)) {
      const { matches, rows } = bound[i] as Exclude<(typeof bound)[number], string>;
      if (!matches(difference)) continue;
      rows.add(difference);
      by.push(i);
    }
    if (by.length > 0) onNamed(by);
  }
  return bound.map((one) => (typeof one === 'string' ? one : one.rows.finish()));
}

/** The key digests that they name; undefined where one names a class. */
export function keysOf(all: readonly Names[]): ReadonlySet<string> | undefined {
  const keys = all.flatMap((names) => ('keyDigest' in names ? [names.keyDigest] : []));
  return keys.length === all.length ? new Set(keys) : undefined;
}

/** The few of many exceptions that could name a difference: thousands of single keys cost one look-up. */
export function groupByKey(
  all: readonly Names[],
  isIn: (index: number) => boolean = () => true,
): (difference: Difference) => Iterable<number> {
  const byKey = new Map<string, number[]>();
  const classes: number[] = [];
  for (const [i, names] of all.entries()) {
    if (!isIn(i)) continue;
    if (!('keyDigest' in names)) classes.push(i);
    else byKey.set(names.keyDigest, [...(byKey.get(names.keyDigest) ?? []), i]);
  }
  return ({ keyDigest }) => {
    const own = keyDigest === null ? undefined : byKey.get(keyDigest);
    return own === undefined ? classes : classes.length === 0 ? own : [...classes, ...own];
  };
}
