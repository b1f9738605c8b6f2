import { nameLikeness } from './name-likeness.ts';
import { meetAsText, type KnownTable } from '../known-column.ts';
import { contained, shared } from '../rows/sketch.ts';

/** Two tables that seem to be one, and why. */
export interface TablePair {
  readonly source: KnownTable;
  readonly target: KnownTable;
  readonly name: number;
  /** The mean, over the smaller table's columns, of the likest column of the other by values or by name. */
  readonly columns: number;
}

export interface PairedTables {
  readonly pairs: readonly TablePair[];
  readonly alone: readonly { readonly table: KnownTable; readonly why: string }[];
}

/** Below this two tables have nothing in common that could not be chance. */
const least = 0.3;

/** Pairs the tables of both sides, each at most once, the likest first. */
export function pairTables(source: readonly KnownTable[], target: readonly KnownTable[]): PairedTables {
  const candidates = source
    .flatMap((ours) => target.map((theirs) => judge(ours, theirs)))
    .sort((a, b) => score(b) - score(a) || a.source.index - b.source.index || a.target.index - b.target.index);
  const only = source.length === 1 && target.length === 1;
  const taken = new Set<KnownTable>();
  const pairs: TablePair[] = [];
  for (const pair of candidates) {
    if (taken.has(pair.source) || taken.has(pair.target) || (!only && score(pair) < least)) continue;
    taken.add(pair.source).add(pair.target);
    pairs.push(pair);
  }
  const alone = [...source, ...target]
    .filter((table) => !taken.has(table))
    .map((table) => {
      const [near] = candidates.filter((pair) => pair[table.side] === table);
      return { table, why: near === undefined ? 'the other side has no table' : whyAlone(near, table) };
    });
  pairs.sort((a, b) => a.source.index - b.source.index);
  return { pairs, alone };
}

const score = ({ name, columns }: TablePair): number => 0.5 * name + 0.5 * columns;

function judge(source: KnownTable, target: KnownTable): TablePair {
  const columns = source.known.map((ours) =>
    target.known.map((theirs) => {
      const { overlap } = meetAsText(ours, theirs);
      // A flag or a count has its few values in common with many; a thousand values in common are no accident.
      const weight = Math.min(1, Math.log2(1 + overlap.both) / 8);
      const values = weight * Math.max(shared(overlap), contained(overlap) * 0.8);
      // Of two columns of one name that have no value in common either is written otherwise, or is another's.
      const apart = overlap.both === 0 && Math.min(overlap.source, overlap.target) >= 8 ? 0.5 : 1;
      return Math.max(values, 0.8 * apart * nameLikeness(ours.profile.name, theirs.profile.name) ** 2);
    }),
  );
  const bestOfRows = columns.map((row) => Math.max(0, ...row));
  const bestOfColumns = target.known.map((_, at) => Math.max(0, ...columns.map((row) => row[at]!)));
  const side = bestOfRows.length <= bestOfColumns.length ? bestOfRows : bestOfColumns;
  return {
    source,
    target,
    name: nameLikeness(source.name, target.name),
    columns: side.length === 0 ? 0 : side.reduce((sum, one) => sum + one, 0) / side.length,
  };
}

function whyAlone(near: TablePair, { side }: KnownTable): string {
  const other = side === 'source' ? near.target : near.source;
  const likeness = `name ${percent(near.name)} and columns ${percent(near.columns)} alike`;
  return score(near) >= least
    ? `the likest table of the other side, ${other.name}, is likelier another's (${likeness})`
    : `no table of the other side is like it; the likest is ${other.name} (${likeness})`;
}

export const percent = (share: number): string => `${Math.floor(share * 100)} %`;
