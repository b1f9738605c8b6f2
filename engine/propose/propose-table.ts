import { counted, grouped } from '../../contract/grouped.ts';
import type { Database } from '../snapshot/duckdb/database.ts';
import { alignRows } from './rows/align-rows.ts';
import { assignColumns } from './pairs/assign-columns.ts';
import type { ColumnPair } from './pairs/column-pair.ts';
import { findKey } from './keys/find-key.ts';
import type { KeyCandidate, KeyCounts } from './keys/key-counts.ts';
import type { KnownTable } from './known-column.ts';
import { percent, type TablePair } from './pairs/pair-tables.ts';
import { proposeColumns } from './propose-columns.ts';
import type { ProposedColumn, ProposedTable } from './proposal.ts';
import { share } from './fit/agreement.ts';
import { unalignedRows } from './rows/unaligned-rows.ts';

/** A table as proposed, with what the plan's other lines are made of. */
export interface TableProposal {
  readonly table: ProposedTable;
  readonly pair: TablePair;
  /** Canonical columns, none of them the key, that are unique on both sides. */
  readonly unique: readonly string[];
  /** The canonical column of a Hive partition. */
  readonly shard: string | null;
}

/** Proposes everything about two tables that seem to be one. */
export async function proposeTable(database: Database, pair: TablePair): Promise<TableProposal> {
  const { source, target } = pair;
  const { key, aligner, unique } = await findKey(database, source, target);
  const aligned = aligner === null ? unalignedRows(source, target) : await alignRows(database, source, target, aligner);
  const keyed = (aligner?.parts ?? []).map((part) => [part.source.profile.at, part.target.profile.at] as const);
  const { pairs, alone } = assignColumns(aligned, keyed);
  const columns = await proposeColumns(database, { source, target }, aligned, aligner, pairs);
  const canonical = (sourceName: string, targetName: string) =>
    columns.find((column) => column.source === sourceName && column.target === targetName);
  const named = (parts: KeyCandidate['parts']) =>
    parts.map((part) => canonical(part.source.profile.name, part.target.profile.name));
  const shard = columns.find(
    ({ sure, source: ours, target: theirs }) =>
      sure && (source.partitions.includes(ours) || target.partitions.includes(theirs)),
  );
  return {
    table: {
      name: sideWords.test(target.name) ? 'records' : target.name,
      source: sideOf(source),
      target: sideOf(target),
      key: keyOf(key, aligner, named),
      columns,
      alone: alone.map(({ side, column, near }) => ({ side, column, why: whyAlone(near, side) })),
      sure: columns.some(({ sure }) => sure),
      why: pair.name >= 0.5 ? 'names alike' : 'columns alike',
      evidence: `names ${percent(pair.name)}, columns ${percent(pair.columns)}`,
    },
    pair,
    unique: unique.flatMap((part) => {
      const column = canonical(part.source.profile.name, part.target.profile.name);
      return column?.sure === true ? [column.name] : [];
    }),
    shard: shard?.name ?? null,
  };
}

/** Names of a side, which is no name for what is on both. */
const sideWords = /^(source|target|old|new|left|right|before|after|export)$/i;

const sideOf = ({ name, files, rows, columns }: KnownTable): ProposedTable['source'] => ({
  name,
  files,
  rows: String(rows),
  columns: [...columns],
});

function keyOf(
  key: KeyCandidate | null,
  aligner: KeyCandidate | null,
  named: (parts: KeyCandidate['parts']) => (ProposedColumn | undefined)[],
): ProposedTable['key'] {
  const candidate = key ?? aligner;
  if (candidate === null)
    return {
      columns: [],
      sure: false,
      why: 'no column nor any three together tell the rows apart on both sides: rows are compared as a multiset',
      evidence: '',
    };
  const columns = named(candidate.parts);
  const sure = key !== null && columns.every((column) => column?.sure === true);
  const evidence = keyEvidence(candidate.counts);
  return {
    columns: columns.flatMap((column) => column?.name ?? []),
    sure,
    why: sure
      ? columns.length === 1
        ? 'names each row on both sides'
        : `the fewest columns that name each row on both sides`
      : 'not unique enough to be sure of: without a key rows are compared as a multiset',
    evidence,
  };
}

function keyEvidence({ source, target, both, all }: KeyCounts): string {
  const side = ({ rows, keys }: { rows: number; keys: number }) =>
    rows === keys ? `${grouped(rows)} rows, each its own key` : `${grouped(rows)} rows with ${counted(keys, 'key')}`;
  const what = all ? '' : ' of those with the smallest hashes';
  return `source ${side(source)}; target ${side(target)}; ${grouped(both)} keys on both${what}`;
}

function whyAlone(near: ColumnPair | null, side: 'source' | 'target'): string {
  if (near === null) return 'no column of the other side is like it';
  const other = side === 'source' ? near.target.name : near.source.name;
  const { agreement } = near.found.fit;
  return `the nearest column of the other side is ${JSON.stringify(other)}: ${percent(share(agreement))} of the sampled rows agree, and the names are ${percent(near.name)} alike`;
}
