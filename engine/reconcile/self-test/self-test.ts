import { sides, type Side } from '../../../contract/side.ts';
import { bucketOf, entryBytes } from '../../tree/bucket.ts';
import { loadHash, type Hash } from '../../tree/hashes.ts';
import { leafHash, nodeHash } from '../../tree/merkle.ts';
import type { Disagreement } from '../judge/cross-check.ts';
import { allEntries } from '../hash/entry-store.ts';
import type { HashPool } from '../run/hash-pool.ts';
import type { RunFolder } from '../run/run-folder.ts';
import type { StagedTable } from '../run-stages.ts';
import { settle } from '../run/settle.ts';
import { placeOf, stagedEntryBytes } from '../hash/staged-entry.ts';
import { blindBy } from './blind-by.ts';
import { mostBytes, type DrawnRows, type TestedRow } from './draw-rows.ts';

/** How often a bucket of a side is drawn, and rows of it, at most; one may be drawn twice. */
const draws = 2;
const rowsDrawn = 4;

/** What became of the alterations of one side of a table; all of them are `moved` or `blind`, or else failures. */
export interface TestedSide {
  readonly rows: number;
  readonly alterations: number;
  readonly moved: number;
  /** Made no difference, as a rule of the plan says. */
  readonly blind: number;
}

export interface TestedTable {
  readonly sides: Readonly<Record<Side, TestedSide>>;
  readonly failures: readonly Disagreement[];
}

/**
 * The mutation self-test: rows of each side, drawn by the plan's identity, are read again through the run's own task,
 * as they are and with every column altered in every way. As they are they must give the digests that stand in the tree;
 * altered, another root, unless a rule of the plan makes both values one.
 */
export async function selfTest(
  tables: readonly StagedTable[],
  { identity, hash: hashName }: { readonly identity: string; readonly hash: Hash['name'] },
  pool: HashPool,
  folder: RunFolder,
): Promise<TestedTable[]> {
  const hash = await loadHash(hashName);
  return settle(
    tables.map(async (table) => {
      const [source, target] = await settle(
        sides.map((side) => {
          const seed = `tallystick/self-test/v1 ${identity} ${side} ${table.plan.name}`;
          return drawEach(table, side, seed, hash, pool, folder);
        }),
      );
      const said = [...source!, ...target!].flatMap((one) => one.said);
      return { sides: { source: sumOf(source!), target: sumOf(target!) }, failures: failuresOf(table.plan.name, said) };
    }),
  );
}

interface Said {
  readonly expected: string;
  readonly found: string;
}

function sumOf(tested: readonly TestedSide[]): TestedSide {
  const sum = (of: (one: TestedSide) => number) => tested.reduce((total, one) => total + of(one), 0);
  return {
    rows: sum(({ rows }) => rows),
    alterations: sum(({ alterations }) => alterations),
    moved: sum(({ moved }) => moved),
    blind: sum(({ blind }) => blind),
  };
}

/** Each thing that was found once, and how often. */
function failuresOf(table: string, said: readonly Said[]): Disagreement[] {
  const times = new Map<string, number>();
  const textOf = ({ expected, found }: Said) => `${expected}\n${found}`;
  for (const one of said) times.set(textOf(one), (times.get(textOf(one)) ?? 0) + 1);
  const first = said.filter((one, i) => said.findIndex((other) => textOf(other) === textOf(one)) === i);
  return first.map((one) => ({
    agreement: 'self-test' as const,
    table,
    expected: one.expected,
    found: `${one.found} (${times.get(textOf(one))!} of the rows drawn)`,
  }));
}

/** One draw after another, as long as the rows that were drawn are not long. */
async function drawEach(
  ...[table, side, seed, hash, pool, folder]: [StagedTable, Side, string, Hash, HashPool, RunFolder]
): Promise<(Omit<Tested, 'bytes'> & { readonly said: readonly Said[] })[]> {
  const tests = [];
  const isEmpty = table.staged[side].every(({ groups }) => groups.every(({ entries }) => entries === 0));
  for (let n = 0, bytes = 0; !isEmpty && n < draws && bytes <= mostBytes; n++) {
    const said: Said[] = [];
    const fail: Fail = (expected, found) => said.push({ expected, found });
    const tested = await test(table, side, `${seed} ${n}`, hash, pool, folder, fail);
    bytes += tested.bytes;
    tests.push({ ...tested, said });
  }
  return tests;
}

type Tested = TestedSide & { readonly bytes: number };

type Fail = (expected: string, found: string) => void;

async function test(
  { plan, compared, staged }: StagedTable,
  side: Side,
  seed: string,
  hash: Hash,
  pool: HashPool,
  folder: RunFolder,
  fail: Fail,
): Promise<Tested> {
  const { depth } = compared;
  const groups = staged[side].flatMap((file) => file.groups);
  const columns = plan.columns.map(({ type, sides: of }) => ({ type, ...of[side] }));
  const drawn = await pool.run('draw', {
    ...{ seed, rows: rowsDrawn, depth, hash: hash.name, columns },
    leaves: compared.leaves[side],
    groups: groups.map(({ entriesIn, offsets }) => ({ entriesIn, offsets })),
    files: staged[side].map(({ file, raw }) => ({ file, csv: plan.sides[side].csv, raw })),
    out: folder.file('drawn'),
  });
  const at = new Map(drawn.columns.map(({ name, kind }, raw) => [name, { raw, kind }]));
  const { where } = plan.sides[side];
  const entries = new Map<number, Uint8Array>();
  let firstRow = 0;
  for (const [group, rows] of drawn.groups.entries()) {
    const hashed = await pool.run('hash', {
      ...{ rawPath: drawn.path, group, firstRow, file: 0, hash: hash.name, partitionBits: 0, room: null },
      columns: columns.map(({ type, reading, column }) => ({ type, reading, ...at.get(column)! })),
      key: plan.key.map((name) => plan.columns.findIndex((column) => column.name === name)),
      where: where === null ? null : { where, columns: where.columns.map((name) => ({ name, ...at.get(name)! })) },
      out: folder.file('drawn-group'),
    });
    for (const [row, entry] of entriesByRow(allEntries(hashed.entriesIn))) entries.set(row, entry);
    firstRow += rows;
  }
  const tested = judge(drawn, entries, { root: compared.roots[side], depth, hash }, fail, {
    column: (c) => plan.columns[c]!.name,
    blind: ({ column, kind, from, to }) => blindBy(from, to, kind, columns[column]!.type, columns[column]!.reading),
    side,
  });
  return { ...tested, bytes: drawn.bytes };
}

function entriesByRow(bytes: Uint8Array): Map<number, Uint8Array> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const entries = new Map<number, Uint8Array>();
  for (let at = 0; at < bytes.length; at += stagedEntryBytes)
    entries.set(placeOf(view, at).row, bytes.subarray(at, at + entryBytes));
  return entries;
}

interface Tree {
  readonly root: string;
  readonly depth: number;
  readonly hash: Hash;
}

interface Words {
  readonly side: Side;
  readonly column: (index: number) => string;
  readonly blind: (altered: NonNullable<TestedRow['altered']>) => string | null;
}

function judge(
  { rows, bucket, listing, at, proof }: DrawnRows,
  entries: ReadonlyMap<number, Uint8Array>,
  { root, depth, hash }: Tree,
  fail: Fail,
  { side, column, blind }: Words,
): TestedSide {
  const rootWith = (changed: Uint8Array) => rootOf(hash, leafHash(hash, changed), bucket, proof);
  if (rootWith(listing) !== root)
    fail(`bucket ${bucket} of the ${side} to lead to the root`, 'another root, from its entries up');
  let [moved, blinded] = [0, 0];
  rows.forEach(({ drawn, altered }, row) => {
    const stands = at[drawn]! * entryBytes;
    const own = listing.subarray(stands, stands + entryBytes);
    const entry = entries.get(row) ?? null;
    const isSame = entry !== null && Buffer.compare(entry, own) === 0;
    if (altered === null) {
      if (!isSame) fail(`a row of the ${side} read again to have its digests`, 'other digests');
      return;
    }
    const what = `"${column(altered.column)}" of the ${side}, altered (${altered.name})`;
    if (isSame) {
      if (blind(altered) === null) fail(`${what}, to move the root`, 'the same digests, and no rule that says so');
      else blinded++;
      return;
    }
    // Where the row goes to another bucket, or loses its form, its own bucket is left without it.
    const stays = entry !== null && bucketOf(entry, depth) === bucket;
    if (rootWith(listingWith(listing, stands, stays ? entry : null)) === root)
      fail(`${what}, to move the root`, 'the same root');
    else moved++;
  });
  return { rows: at.length, alterations: rows.length - at.length, moved, blind: blinded };
}

/** The listing with the entry at `at` replaced, in its order again, or left out. */
function listingWith(listing: Uint8Array, at: number, entry: Uint8Array | null): Uint8Array {
  const others = Array.from({ length: listing.length / entryBytes }, (_, i) =>
    listing.subarray(i * entryBytes, (i + 1) * entryBytes),
  ).filter((_, i) => i * entryBytes !== at);
  return Buffer.concat([...others, ...(entry === null ? [] : [entry])].sort((a, b) => Buffer.compare(a, b)));
}

function rootOf(hash: Hash, leaf: Uint8Array, bucket: number, proof: readonly Uint8Array[]): string {
  let [node, at] = [leaf, bucket];
  for (const sibling of proof) {
    node = at % 2 === 0 ? nodeHash(hash, node, sibling) : nodeHash(hash, sibling, node);
    at = Math.floor(at / 2);
  }
  return Buffer.from(node).toString('hex');
}
