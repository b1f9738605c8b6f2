import { sides, type BySide } from '../../../contract/side.ts';
import { footerOnce } from '../../snapshot/parquet/footer-once.ts';
import type { HashName } from '../../tree/hashes.ts';
import type { HashPool } from '../run/hash-pool.ts';
import { inTurns } from '../run/in-turns.ts';
import { DifferenceFiles, type DifferenceFile } from './difference-files.ts';
import { DifferencesInJs } from './differences-in-js.ts';
import type { PartRequest } from './list-part.ts';
import { layHere } from './laid-file.ts';
import { addTally, noTally, type ListedTable, type Tally } from './listed-table.ts';
import type { ListedPart } from './listed-part.ts';
import { RowPairs } from './row-pairs.ts';
import { settle } from '../run/settle.ts';

export interface ListRequest {
  readonly tables: readonly (ListedTable & {
    /** Lists of values without form, in order of file and row group. */
    readonly formless: BySide<readonly string[]>;
    /** Files of drilled rows, end to end in the order of the listing: side, f, r, kd, rd, st, c0 …; none when nothing differs. */
    readonly drilled: readonly string[];
  })[];
  readonly hash: HashName;
  /** Folder of the package in the making. */
  readonly folder: string;
  /** Bytes that the listing in the making may take. */
  readonly share: number;
  /** Told of each file of drilled rows as soon as it is not read here any more. */
  readonly onListed?: ((path: string) => void) | undefined;
}

export interface ListedDifferences {
  readonly tables: readonly Tally[];
  readonly lines: number;
  readonly escapedCells: number;
  readonly sha256: Readonly<Record<DifferenceFile, string>>;
}

/** What a part of the listing is made in, at most; what is beyond it takes memory of its own. */
const roomBytes = 16 << 20;
/** So many parts are laid here; of more, each file in a thread of its own, which costs a start. */
const fewParts = 4;

/**
 * Writes differences.ndjson and its two views from the drilled rows. Workers make its parts, a row group each, which are
 * laid end to end here in their order. On the way tolerances are judged exactly, and every row is digested again: what
 * DuckDB joined must be what the hash path found to differ.
 */
export async function listDifferences(
  request: ListRequest,
  pool: HashPool,
  signal: AbortSignal | undefined,
): Promise<ListedDifferences> {
  const all = [...parts(request)];
  const files = new DifferenceFiles(request.folder, all.length > fewParts ? pool.layFile : layHere);
  try {
    await files.begin();
    const binder = new Binder(request.tables, files);
    // A part waits for those before it with its room: so many at once, however long one takes.
    const atOnce = Math.max(1, Math.min(pool.size + 1, Math.floor(request.share / roomBytes)));
    const rooms = Array.from({ length: atOnce }, () => new Uint8Array(new SharedArrayBuffer(roomBytes)));
    let turn: Promise<unknown> = Promise.resolve();
    await inTurns(all, atOnce, async ({ table, part, ends }) => {
      signal?.throwIfAborted();
      const room = rooms.pop()!;
      const made = pool.run('list', { table: listedTable(request.tables[table]!), part, hash: request.hash, room });
      const before = turn;
      const append = async () => {
        await before;
        return { written: binder.append(table, await made) };
      };
      const appended = append();
      turn = appended;
      await settle<unknown>([made, appended]);
      await (
        await appended
      ).written;
      rooms.push(room);
      if (ends !== null) request.onListed?.(ends);
    });
    return { tables: await binder.close(), ...(await files.close()) };
  } catch (error) {
    await files.abort();
    throw error;
  }
}

/** The parts of the listing in their order. */
function* parts({ tables }: ListRequest): Generator<{
  readonly table: number;
  readonly part: PartRequest['part'];
  /** The file that no later part is of. */
  readonly ends: string | null;
}> {
  for (const [table, { formless, drilled }] of tables.entries()) {
    for (const side of sides)
      for (const path of formless[side]) yield { table, part: { of: 'formless', side, path }, ends: null };
    for (const path of drilled) {
      const { groups } = footerOnce(path, path);
      for (const group of groups.keys())
        yield { table, part: { of: 'drilled', path, group }, ends: group === groups.length - 1 ? path : null };
    }
  }
}

const listedTable = ({ name, columns, key, files }: ListedTable): ListedTable => ({ name, columns, key, files });

/** Lays parts end to end, and lists the rows between them. */
class Binder {
  readonly #tables: ListRequest['tables'];
  readonly #files: DifferenceFiles;
  readonly #tallies: readonly Tally[];
  readonly #between = new DifferencesInJs((bytes) => Uint8Array.from(bytes));
  #pairs: RowPairs | null = null;
  #table = -1;

  constructor(tables: ListRequest['tables'], files: DifferenceFiles) {
    this.#tables = tables;
    this.#tallies = tables.map(({ columns }) => noTally(columns.length));
    this.#files = files;
  }

  /** Takes the next part; fulfilled when its bytes are written. */
  append(table: number, { head, tail, tally, ...bytes }: ListedPart): Promise<unknown> {
    const pairs = this.#pairsOf(table);
    for (const row of head) pairs.add(row);
    if (bytes.lines > 0 || tail.length > 0) pairs.end();
    const between = this.#files.append(this.#between.take());
    addTally(this.#tallies[table]!, tally);
    const writing = [between, this.#files.append(bytes)];
    for (const row of tail) pairs.add(row);
    return settle(writing);
  }

  async close(): Promise<readonly Tally[]> {
    this.#pairs?.end();
    await this.#files.append(this.#between.take());
    return this.#tallies;
  }

  #pairsOf(table: number): RowPairs {
    if (this.#pairs !== null && table === this.#table) return this.#pairs;
    this.#pairs?.end();
    this.#table = table;
    return (this.#pairs = new RowPairs(this.#tables[table]!, this.#tallies[table]!, (difference) =>
      this.#between.write(difference),
    ));
  }
}
