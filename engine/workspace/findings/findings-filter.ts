import type { z } from 'zod';
import type { differenceFilter } from '../../../contract/findings.ts';
import { TallyError } from '../../../contract/problem.ts';
import { differenceKinds } from '../../evidence/differences/difference.ts';
import { totalKey } from './explained-totals.ts';
import type { FindingsIndex } from './findings-index.ts';

export type Filter = z.output<typeof differenceFilter>;

/** The lines of a table that pass all of a filter but its text, ascending. `depth` is the table's. */
export function linesOf(index: FindingsIndex, filter: Filter, depth: number): Uint32Array {
  const range = index.ranges.get(filter.table);
  if (range === undefined) throw new TallyError('usage', 'The run has no such table', JSON.stringify(filter.table));
  const passes = compile(index, filter, depth);
  const lines = new Uint32Array(range.end - range.first);
  let found = 0;
  for (let line = range.first; line < range.end; line++) if (passes(line)) lines[found++] = line;
  return lines.slice(0, found);
}

function compile(
  { at, columnSets, shards, explanations }: FindingsIndex,
  filter: Filter,
  depth: number,
): (line: number) => boolean {
  const { kind, column, shard, total, buckets } = filter;
  const tests: ((line: number) => boolean)[] = [];
  if (kind !== null) {
    const wanted = differenceKinds.indexOf(kind);
    tests.push((line) => at.kind[line] === wanted);
  }
  if (column !== null) {
    const has = columnSets.map((set) => set.includes(column));
    tests.push((line) => has[at.columns[line]!]!);
  }
  if (shard !== null) {
    const wanted = shards.indexOf(shard.value);
    tests.push((line) => wanted >= 0 && (at.sourceShard[line] === wanted || at.targetShard[line] === wanted));
  }
  if (total !== null) {
    const wanted = totalKey(total.name, total.by);
    const has = explanations.map((set) => set.includes(wanted));
    tests.push((line) => has[at.explains[line]!]!);
  }
  if (buckets !== null) {
    const unrepresentable = differenceKinds.indexOf('unrepresentable'); // such a row has no key digest
    const bucketOf = (line: number) => (depth === 0 ? 0 : at.bucket[line]! >>> (32 - depth));
    tests.push((line) => {
      if (at.kind[line] === unrepresentable) return false;
      const bucket = bucketOf(line);
      return bucket >= buckets.first && bucket <= buckets.last;
    });
  }
  return (line) => tests.every((test) => test(line));
}

/** Where `value` stands in ascending numbers, or where it would. */
export function lowerBound(
  numbers: { readonly [index: number]: number },
  value: number,
  from: number,
  to: number,
): number {
  while (from < to) {
    const middle = Math.floor((from + to) / 2);
    if (numbers[middle]! < value) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** The lines that stand in both, both ascending. */
export function intersect(a: Uint32Array, b: Uint32Array): Uint32Array {
  const both = new Uint32Array(Math.min(a.length, b.length));
  let found = 0;
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    if (a[i] === b[j]) both[found++] = a[i]!;
    if (a[i]! <= b[j]!) i++;
    else j++;
  }
  return both.slice(0, found);
}
