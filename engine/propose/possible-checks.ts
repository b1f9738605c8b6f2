import type { PlanMapping } from '../plan/write-plan.ts';
import { meetAsText, type KnownColumn } from './known-column.ts';
import { nameLikeness } from './pairs/name-likeness.ts';
import type { TableProposal } from './propose-table.ts';

/** A check that holds in the sample: a rule of the ledger perhaps, which only its people know. */
export interface PossibleCheck {
  readonly check: PlanMapping;
  readonly seen: string;
}

export function possibleChecks(one: TableProposal, all: readonly TableProposal[]): PossibleCheck[] {
  const unique = one.unique.map((name) => ({
    check: { name: `${name} is unique`, unique: [name] },
    seen: `${name}: unique on both sides`,
  }));
  return [
    ...unique,
    ...all.filter((other) => other !== one && other.table.sure).flatMap((other) => references(one, other)),
  ];
}

/** Columns whose values are all keys of another table. */
function references(one: TableProposal, other: TableProposal): PossibleCheck[] {
  const [key, ...more] = other.table.key.columns;
  if (!other.table.key.sure || key === undefined || more.length > 0) return [];
  const theirs = other.table.columns.find(({ name }) => name === key)!;
  return one.table.columns
    .filter(({ sure, type, plan }) => sure && type === theirs.type && !('values' in plan))
    .filter((column) => {
      const overlap = meetAsText(known(one, column.source), known(other, theirs.source)).overlap;
      const alike = Math.max(nameLikeness(column.name, key), nameLikeness(column.source, theirs.source)) >= 0.5;
      return alike && overlap.source >= 10 && overlap.both >= 0.99 * overlap.source;
    })
    .map((column) => ({
      check: {
        name: `${column.name} refers to ${other.table.name}`,
        refers: { columns: [column.name], table: other.table.name },
      },
      seen: `${column.name}: its sampled values in the source are keys of ${other.table.name}`,
    }));
}

const known = ({ pair }: TableProposal, name: string): KnownColumn =>
  pair.source.known.find(({ profile }) => profile.name === name)!;
